Describe 'Jobs and parallel blocks' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $module = Join-Path (Get-Module ImageMatch).ModuleBase ImageMatch.psd1
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

    It 'finds duplicates in Start-Job, and what comes back removes the files that are meant' {
        $null = New-Item -ItemType Directory twins
        Copy-Item samples/city.jpg twins/a.jpg
        Copy-Item samples/fruit.jpg twins/b1.jpg
        Copy-Item samples/city.jpg 'twins/b[1].jpg'
        Add-MatchImage twins -Connection twins.db
        $job = Start-Job -WorkingDirectory $TestDrive {
            Import-Module $using:module
            Find-MatchDuplicate -Connection twins.db
        }
        $group = $job | Receive-Job -Wait -AutoRemoveJob
        $group.Keep.Path | Should -BeLike '*a.jpg'
        $group.Members.Status | Should -Be 'Kept', 'Redundant'
        $group | ForEach-Object Redundant | Remove-Item
        Get-ChildItem twins -Name | Should -Be 'a.jpg', 'b1.jpg'
    }

    It 'syncs in Start-Job and Start-ThreadJob' {
        $sync = {
            param($module, $folder, $store)
            Import-Module $module
            Sync-MatchImage $folder -Connection $store -Summary
        }
        foreach ($start in 'Start-Job', 'Start-ThreadJob') {
            $job = & $start $sync -ArgumentList $module, (Join-Path $TestDrive samples), (Join-Path $TestDrive "$start.db")
            $summary = $job | Receive-Job -Wait -AutoRemoveJob
            $summary.Added, $summary.Failed, $summary.Complete | Should -Be 15, 0, $true
        }
    }

    It 'syncs folders of one store side by side, and one folder once' {
        $null = New-Item -ItemType Directory side/a, side/b
        Copy-Item samples/harbour*.jpg side/a
        Copy-Item samples/city.jpg, samples/fruit.jpg side/b
        $changes = 'a', 'b', 'a', 'b' | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            Sync-MatchImage "$using:TestDrive/side/$_" -Connection "$using:TestDrive/side.db" -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | Where-Object { $_.FullyQualifiedErrorId -notlike 'SyncInProgress,*' }
        }
        $changes.Change | Sort-Object -Unique | Should -Be 'Added'
        $changes.Path | Sort-Object -Unique | Should -HaveCount $changes.Count
        Get-MatchImage -Connection side.db | Should -HaveCount (Get-ChildItem side -Recurse -File).Count
    }

    It 'copies stores in Start-ThreadJob and ForEach-Object -Parallel' {
        $job = Start-ThreadJob { Import-Module $using:module; Copy-MatchStore "$using:TestDrive/copy.db" -Verify }
        ($job | Receive-Job -Wait -AutoRemoveJob).Copied | Should -BeGreaterOrEqual 15
        $copied = 'one', 'two' | ForEach-Object -Parallel { Import-Module $using:module; Copy-MatchStore "$using:TestDrive/$_.db" -Connection $using:store -Verify }
        $copied.Failed | Should -Be 0, 0
        Get-MatchImage -Connection two.db | Should -HaveCount (Get-MatchConnection).Count
    }

    It 'signs, compares and decides in Start-ThreadJob' {
        $job = Start-ThreadJob {
            Import-Module $using:module
            Set-Location $using:TestDrive
            Set-MatchDecision Keep samples/fruit.jpg -Note 'in a job'
            (Get-MatchDecision).Note
            (Compare-ImageSignature samples/harbour.jpg samples/harbour-phone.jpg).Dist
            (Get-ImageSignature samples/plan.png).Words.Count
        }
        $note, $distance, $words = $job | Receive-Job -Wait -AutoRemoveJob
        $note | Should -Be 'in a job'
        $distance | Should -BeLessThan 0.2
        $words | Should -Be 63
    }
}
