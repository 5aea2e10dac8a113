Describe 'Jobs and parallel blocks' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $module = (Get-Module ImageMatch).Path
        $store = Join-Path $TestDrive pictures.db
        Add-MatchImage samples -Metadata { @{ name = $_.BaseName } }
    }
    AfterAll { Pop-Location }

    It 'works in Start-Job, with the connection given' {
        $job = Start-Job -WorkingDirectory $TestDrive {
            Import-Module $using:module
            Set-MatchConnection $using:store
            Search-MatchImage samples/harbour-small.jpg -First 2
        }
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found | Should -HaveCount 2
        $found[0].Path | Should -BeLike '*harbour-small.jpg'
    }

    It 'works in Start-ThreadJob, with the connection of the session' {
        $job = Start-ThreadJob { Import-Module $using:module; Get-MatchImage -Filter { $_.Metadata.name -eq 'city' } }
        ($job | Receive-Job -Wait -AutoRemoveJob).Metadata.name | Should -Be 'city'
    }

    It 'works in ForEach-Object -Parallel, and filters see what $using: brings' {
        $format = 'Png'
        $found = 'city', 'fruit', 'plan' | ForEach-Object -Parallel {
            $name = $_
            Import-Module $using:module
            Get-MatchImage -Filter { $_.Metadata.name -eq $name -and $_.Format -ne $using:format }
        }
        $found.Metadata.name | Sort-Object | Should -Be 'city', 'fruit'
    }

    It 'adds from several runspaces at once' {
        Get-ChildItem samples/*.jpg | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            Add-MatchImage -LiteralPath $_.FullName -Connection ($using:TestDrive + '/parallel.db') -Metadata @{ by = 'parallel' }
        }
        Get-MatchImage -Connection parallel.db -Filter { $_.Metadata.by -eq 'parallel' } | Should -HaveCount (Get-ChildItem samples/*.jpg).Count
    }
}
