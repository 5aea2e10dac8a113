BeforeDiscovery {
    # For root no folder is locked: it needs another user, who can start this PowerShell.
    function Test-OtherUser {
        if ((id -u) -ne 0) { return $true }
        if (-not (Get-Command setpriv -ErrorAction Ignore)) { return $false }
        setpriv --reuid=nobody --regid=nogroup --clear-groups test -x (Get-Command pwsh).Source
        $LASTEXITCODE -eq 0
    }
}

Describe 'Sync-MatchImage' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
    }
    AfterEach { Pop-Location }

    It 'tells exactly what changed, and moved pictures keep their records' {
        Sync-MatchImage samples | Should -HaveCount 15
        Sync-MatchImage samples | Should -BeNullOrEmpty
        Set-MatchImage samples/harbour.jpg @{ rights = 'press' }
        $id = (Get-MatchImage samples/harbour.jpg).Id

        $null = New-Item -ItemType Directory samples/port
        Move-Item samples/harbour.jpg samples/port/harbour.jpg
        Rename-Item samples/city.jpg 'town [1].jpg'
        Copy-Item samples/mountains.jpg samples/plan.png -Force
        Remove-Item samples/fruit.jpg
        Copy-Item samples/harbour-small.jpg samples/new.jpg

        $changes = Sync-MatchImage samples
        $changes | Sort-Object Path | ForEach-Object { "$($_.Change) $(Split-Path $_.Path -Leaf)" } |
            Should -Be 'Removed fruit.jpg', 'Added new.jpg', 'Updated plan.png', 'Moved harbour.jpg', 'Moved town [1].jpg'
        $moved = $changes | Where-Object PreviousPath -Like '*harbour.jpg'
        $moved.Id | Should -Be $id
        $moved.Record.Metadata.rights | Should -Be 'press'
        (Get-MatchImage -LiteralPath 'samples/town [1].jpg').Path | Should -BeLike '*town `[1`].jpg'
    }

    It 'sums up' {
        Set-Content samples/broken.jpg 'no picture'
        Set-Content samples/notes.txt 'no picture'
        $summary = Sync-MatchImage samples -Summary -ErrorAction SilentlyContinue -ErrorVariable failure
        $summary.Added, $summary.Failed, $summary.PassedOver, $summary.Complete | Should -Be 15, 1, 1, $true
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotAPicture,*'
        (Sync-MatchImage samples -Exclude broken* -Summary).Unchanged | Should -Be 15
    }

    It 'is not complete where changes were declined' {
        Set-Content ask.ps1 @'
param($module, $confirm)
Import-Module $module
Set-MatchConnection pictures.db
Sync-MatchImage samples -Include c*, f* -Summary -Confirm:($confirm -eq 'yes') | ForEach-Object { "$($_.Added) added, complete: $($_.Complete)" }
'@
        $module = Join-Path (Get-Module ImageMatch).ModuleBase ImageMatch.psd1
        'y', 'n' | pwsh -NoProfile -File ask.ps1 $module yes | Select-Object -Last 1 | Should -Be '1 added, complete: False'
        'y' | pwsh -NoProfile -File ask.ps1 $module yes | Select-Object -Last 1 | Should -Be '1 added, complete: True'
    }

    It 'tells what failed for its metadata, and why' {
        $changes = Sync-MatchImage samples -Include c*, f* -Metadata { if ($_.Name -like 'c*') { throw 'no licence' } } -ErrorAction SilentlyContinue -ErrorVariable failure
        $changes.Change | Sort-Object | Should -Be 'Added', 'Failed'
        ($changes | Where-Object Change -EQ Failed).Reason | Should -BeLike '*city.jpg*no licence*'
        $failure.FullyQualifiedErrorId | Should -BeLike 'MetadataScriptFailed,*'
    }

    It 'shows everything and does nothing with -WhatIf' {
        Sync-MatchImage samples -WhatIf | Should -BeNullOrEmpty
        Test-Path pictures.db* | Should -BeFalse
    }

    It 'removes nothing of a folder that is missing, empty or lost too much' {
        $null = Sync-MatchImage samples
        Rename-Item samples away
        { Sync-MatchImage samples -ErrorAction Stop } | Should -Throw -ErrorId 'FolderNotFound,*'
        $null = New-Item -ItemType Directory samples
        { Sync-MatchImage samples -ErrorAction Stop } | Should -Throw -ErrorId 'FolderEmpty,*'
        Copy-Item away/city.jpg, away/fruit.jpg samples
        { Sync-MatchImage samples -ErrorAction Stop } | Should -Throw -ErrorId 'TooManyRemovals,*'
        (Sync-MatchImage samples -Summary -ErrorAction SilentlyContinue).Complete | Should -BeFalse
        (Get-MatchConnection).Count | Should -Be 15
        (Sync-MatchImage samples -Force -Summary).Removed | Should -Be 13
    }

    It 'removes nothing where a folder below cannot be read' -Skip:($IsWindows -or -not (Test-OtherUser)) {
        $null = New-Item -ItemType Directory samples/locked
        Copy-Item samples/city.jpg samples/locked/city.jpg
        $null = Sync-MatchImage samples
        Remove-Item samples/fruit.jpg
        # For root no folder is locked: it syncs as another user does.
        Copy-Item (Get-Module ImageMatch).ModuleBase module -Recurse
        chmod -R go+rwX .
        chmod 000 samples/locked
        $another = (id -u) -eq 0 ? @('setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups') : @()
        /usr/bin/env "HOME=$TestDrive" @another pwsh -NoProfile -Command "Import-Module ./module/ImageMatch.psd1; Set-MatchConnection pictures.db; try { Sync-MatchImage samples -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }" |
            Should -BeLike 'FolderUnreadable,*'
        (Get-MatchConnection).Count | Should -Be 16
        chmod 755 samples/locked
        (Sync-MatchImage samples).Change | Should -Be 'Removed'
    }

    It 'takes folders from the pipeline, and metadata for what is new' {
        $null = New-Item -ItemType Directory samples/one, 'samples/two [2]'
        Copy-Item samples/city.jpg samples/one
        Copy-Item samples/fruit.jpg -Destination (Get-Item -LiteralPath 'samples/two [2]')
        Get-ChildItem samples -Directory | Sync-MatchImage -Metadata { @{ folder = $_.Directory.Name } } | Should -HaveCount 2
        (Get-MatchImage -Filter @{ 'metadata.folder' = 'two [2]' }).Path | Should -BeLike '*fruit.jpg'
        Sync-MatchImage 'samples/two [2]', samples/on* | Should -BeNullOrEmpty
    }
}
