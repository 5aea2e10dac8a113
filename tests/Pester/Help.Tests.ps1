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

Describe 'Get-Help about_ImageMatch, about_MatchStores and about_MatchFilters' {
    It 'are found' {
        Get-Help about_ImageMatch | Should -Match 'Finds copies of pictures'
        Get-Help about_MatchStores | Should -Match 'BACKUPS'
        Get-Help about_MatchFilters | Should -Match 'WHAT CONDITIONS MEAN'
    }
}

Describe 'Examples' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        # Decisions go from store to store.
        Add-MatchImage samples/city.jpg -Connection other.db
    }
    BeforeEach {
        # Examples remove pictures too, from the store and from the disk.
        Copy-Item $samples/* samples -Force
        Set-MatchConnection (Join-Path $TestDrive pictures.db)
        Add-MatchImage samples
    }
    AfterAll { Pop-Location }

    It '<Name>: <Title>' -ForEach $examples {
        if ($Code -match 'https?://') {
            Set-ItResult -Skipped -Because 'it needs a server'
        }
        $null = & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$Code")) *>&1 | Out-String
    }
}
