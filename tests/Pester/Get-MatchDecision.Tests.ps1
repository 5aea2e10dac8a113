Describe 'Get-MatchDecision' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg copy.jpg
        'more' | Add-Content copy.jpg
        Add-MatchImage samples/city.jpg, copy.jpg, samples/fruit.jpg
    }
    AfterEach { Pop-Location }

    It 'is written to a file and read from it' {
        Set-MatchDecision Keep samples/city.jpg -Note 'ü'
        Get-MatchDecision -AsJson | Set-Content decisions.jsonl
        Get-MatchDecision | Remove-MatchDecision
        Get-MatchDecision | Should -BeNullOrEmpty
        Get-Content decisions.jsonl | Set-MatchDecision
        (Get-MatchDecision).Note | Should -Be 'ü'
    }

    It 'is written to a file that undoes nothing newer' {
        Set-MatchDecision Keep samples/city.jpg -Note 'older'
        Get-MatchDecision -AsJson | Set-Content decisions.jsonl
        Set-MatchDecision Keep samples/city.jpg -Note 'newer'
        Get-Content decisions.jsonl | Set-MatchDecision
        (Get-MatchDecision).Note | Should -Be 'newer'
    }

    It 'takes wildcards from another location, as Get-MatchImage does' {
        Set-MatchDecision Keep samples/city.jpg
        $null = New-Item -ItemType Directory elsewhere
        Set-Location elsewhere
        Get-MatchImage ../samples/ci* | Should -HaveCount 1
        Get-MatchDecision ../samples/ci* | Should -HaveCount 1
        Get-MatchDecision *city* | Should -BeNullOrEmpty
    }

    It 'finds decisions by where pictures are and by where they were' {
        Set-MatchDecision NotAMatch samples/city.jpg, copy.jpg -Note 'another print'
        Set-MatchDecision Keep samples/fruit.jpg
        Rename-Item copy.jpg later.jpg
        Add-MatchImage later.jpg
        (Get-MatchDecision later.jpg).Note | Should -Be 'another print'
        (Get-MatchDecision copy.jpg).Note | Should -Be 'another print'
        Get-MatchDecision samples/* | Should -HaveCount 2
        Get-MatchDecision -Decision Keep | ForEach-Object Path | Should -BeLike '*fruit.jpg'
        "$(Get-MatchDecision -Decision Keep)" | Should -BeLike 'Keep: *fruit.jpg'
    }
}
