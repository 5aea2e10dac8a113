Describe 'Remove-MatchDecision' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg copy.jpg
        'more' | Add-Content copy.jpg
        Add-MatchImage samples/city.jpg, copy.jpg, samples/fruit.jpg
    }
    AfterEach { Pop-Location }

    It 'takes decisions back' {
        Set-MatchDecision NotAMatch samples/city.jpg, copy.jpg
        Set-MatchDecision Keep samples/fruit.jpg
        Get-MatchDecision -Decision NotAMatch | Remove-MatchDecision
        Find-MatchDuplicate | Should -HaveCount 1
        Remove-MatchDecision samples/fruit.jpg
        Get-MatchDecision | Should -BeNullOrEmpty
    }

    It 'must be told which' {
        { Remove-MatchDecision } | Should -Throw -ErrorId 'SelectorMissing,*'
    }

    It 'leaves everything with -WhatIf' {
        Set-MatchDecision Keep samples/fruit.jpg
        Remove-MatchDecision -Decision Keep -WhatIf
        Get-MatchDecision | Should -HaveCount 1
    }
}
