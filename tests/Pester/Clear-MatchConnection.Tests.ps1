Describe 'Clear-MatchConnection' {
    BeforeAll { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterAll { Pop-Location }

    It 'goes back to the default store and touches no store' {
        Add-MatchImage samples/city.jpg
        Clear-MatchConnection
        (Get-MatchConnection).Path | Should -Be $env:IMAGEMATCH_STORE
        Test-Path pictures.db | Should -BeTrue
    }
}
