Describe 'Set-MatchDecision' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg copy.jpg
        'more' | Add-Content copy.jpg
        Add-MatchImage samples/city.jpg, copy.jpg, samples/fruit.jpg
    }
    AfterEach { Pop-Location }

    It 'keeps two pictures out of one group' {
        Set-MatchDecision NotAMatch samples/city.jpg, copy.jpg -Note 'the copy is another print'
        Find-MatchDuplicate | Should -BeNullOrEmpty
        Remove-MatchDecision copy.jpg
        Find-MatchDuplicate | Should -HaveCount 1
    }

    It 'takes files, stored pictures and groups from the pipeline' {
        Get-ChildItem *.jpg | Set-MatchDecision Keep
        Get-MatchImage samples/* | Set-MatchDecision NotAMatch -Note pair
        Find-MatchDuplicate | Set-MatchDecision NotAMatch -Note group
        Get-MatchDecision | Should -HaveCount 3
        (Get-MatchDecision -Decision NotAMatch).Note | Sort-Object | Should -Be group, pair
    }

    It 'never proposes what is to be kept' {
        Set-MatchDecision Keep samples/city.jpg, copy.jpg
        (Find-MatchDuplicate).Redundant | Should -BeNullOrEmpty
    }

    It 'outlives moving, renaming and indexing anew' {
        Set-MatchDecision NotAMatch samples/city.jpg, copy.jpg
        Move-Item copy.jpg 'moved [1].jpg'
        Get-MatchImage | Remove-MatchImage
        Get-ChildItem samples/city.jpg, moved* | Add-MatchImage
        Find-MatchDuplicate | Should -BeNullOrEmpty
        Get-MatchDecision *moved* | Should -HaveCount 1
    }

    It 'is copied with the store' {
        Set-MatchDecision Keep samples/city.jpg
        (Copy-MatchStore backup.db -Verify).Decisions | Should -Be 1
        Get-MatchDecision -Connection backup.db | Should -HaveCount 1
    }
}
