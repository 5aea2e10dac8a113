Describe 'Get-MatchConnection' {
    BeforeAll { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterAll { Pop-Location }

    It 'says what is not there, without making it' {
        $connection = Get-MatchConnection
        $connection.Exists | Should -BeFalse
        $connection.Count | Should -BeNullOrEmpty
        Test-Path pictures.db | Should -BeFalse
    }

    It 'says what the store holds' {
        Add-MatchImage samples
        $connection = Get-MatchConnection
        $connection.Path | Should -Be (Join-Path $PWD pictures.db)
        $connection.Product | Should -Be 'SQLite'
        $connection.Count | Should -Be 15
        $connection.Bytes | Should -BeGreaterThan 0
        $connection.Profile.Options.GridSize | Should -Be 9
    }

    It 'looks at another store' {
        Add-MatchImage samples/city.jpg -Connection other.db
        (Get-MatchConnection -Connection other.db).Count | Should -Be 1
    }
}
