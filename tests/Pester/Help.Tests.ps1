BeforeDiscovery {
    $commands = foreach ($name in (Import-PowerShellDataFile (Join-Path (Get-Module ImageMatch).ModuleBase ImageMatch.psd1)).CmdletsToExport) { @{ Name = $name } }
    $examples = foreach ($command in $commands) {
        foreach ($example in (Get-Help $command.Name).examples.example) {
            @{ Name = $command.Name; Title = $example.title.Trim('- '); Code = $example.code }
        }
    }
}

Describe 'Get-Help <Name>' -ForEach $commands {
    It 'describes the command and shows examples' {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '^[A-Z].*\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        $help.examples.example.Count | Should -BeGreaterThan 0
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
    }

    It 'describes each parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Keys.Where{ $_ -notin $common }) {
            (Get-Help $Name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter is a parameter"
        }
    }
}

Describe 'Get-Help about_ImageMatch and about_MatchStores' {
    It 'are found' {
        Get-Help about_ImageMatch | Should -Match 'Finds copies of pictures'
        Get-Help about_MatchStores | Should -Match 'BACKUPS'
    }
}

Describe 'Examples' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Add-MatchImage samples
    }
    BeforeEach { Set-MatchConnection (Join-Path $TestDrive pictures.db) }
    AfterAll { Pop-Location }

    It '<Name>: <Title>' -ForEach $examples {
        if ($Code -match 'https://') {
            Set-ItResult -Skipped -Because 'it downloads'
        }
        $null = & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$Code")) *>&1 | Out-String
    }
}
