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
        . $PSScriptRoot/Start-TestEngine.ps1
        . $PSScriptRoot/Start-PictureServer.ps1
        $pictures = Start-PictureServer samples
        $engine = Start-TestEngine
        $secured = Start-SecuredTestEngine
        $servers = @{
            'https://example.org/pictures'    = $pictures.Address
            'http://127.0.0.1:9200'           = $engine
            'https://search.example.org:9200' = $secured
        }
    }
    BeforeEach {
        # Examples remove pictures too, from the store and from the disk.
        Copy-Item $samples/* samples -Force
        Copy-Item $TestDrive/secured/ca.pem . -ErrorAction Ignore
        Set-MatchConnection (Join-Path $TestDrive pictures.db)
        Add-MatchImage samples
        # And one adds a sample again, by an address.
        Get-MatchImage | Where-Object Path -Like 'http*' | Remove-MatchImage
    }
    AfterAll {
        Stop-TestEngine
        Stop-TestEngine secured
        Stop-PictureServer $pictures
        Pop-Location
    }

    It '<Name>: <Title>' -ForEach $examples {
        foreach ($address in $servers.Keys.Where{ $Code.Contains($_) }) {
            if (-not $servers[$address]) {
                Set-ItResult -Skipped -Because 'there is no search engine, or no java, on this machine'
            }
            $Code = $Code.Replace($address, $servers[$address])
        }
        $Code | Should -Not -Match '//[^/]*(example\.org|:9200)'
        $null = & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$Code")) *>&1 | Out-String
    }
}
