Describe 'Find-MatchDuplicate' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $null = New-Item -ItemType Directory copies
        Copy-Item samples/city.jpg 'copies/city [1].jpg'
        Copy-Item samples/fruit.jpg copies/fruit.jpg
        Copy-Item samples/mountains.jpg 'copies/city 1.jpg'
        Add-MatchImage samples, copies
    }
    AfterEach { Pop-Location }

    It 'says of each group which picture to keep, and why' {
        $group = Find-MatchDuplicate -Filter @{ Path = (Get-MatchImage '*fruit*').Path }
        $group.Keep.Path | Should -BeLike '*fruit.jpg'
        $group.KeepReason | Should -Match 'oldest|shortest path'
        $group.Members.Status | Should -Be Kept, Redundant
        "$group" | Should -BeLike '*fruit.jpg and 1 copy'
    }

    It 'proposes exactly the copies, and these alone are removed' {
        Find-MatchDuplicate -ReferencePath samples | ForEach-Object Redundant | Remove-Item
        Get-ChildItem copies | Should -BeNullOrEmpty
        Get-ChildItem samples | Should -HaveCount 15
    }

    It 'leaves a name alone that another would fit as a wildcard' {
        Copy-Item samples/fruit.jpg 'copies/fruit[1].jpg'
        Copy-Item samples/harbour.jpg copies/fruit1.jpg
        Add-MatchImage copies
        Find-MatchDuplicate copies -ReferencePath samples/fruit.jpg, samples/city.jpg | ForEach-Object Redundant | Remove-Item
        (Get-ChildItem copies).Name | Should -Be 'city 1.jpg', 'fruit1.jpg'
    }

    It 'ends where a reference would protect nothing' {
        foreach ($wrong in 'sampels', 'sam*') {
            { Find-MatchDuplicate -ReferencePath $wrong } | Should -Throw "*$wrong*protect nothing*" -ErrorId 'ReferenceNotFound,*'
        }
        Find-MatchDuplicate copies, nowhere -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*nowhere*'
    }

    It 'takes the reference by a drive of PowerShell' {
        $null = New-PSDrive Pictures FileSystem (Join-Path $PWD samples)
        (Find-MatchDuplicate -ReferencePath Pictures:/).Redundant.Name | Sort-Object | Should -Be 'city [1].jpg', 'city 1.jpg', 'fruit.jpg'
        Remove-PSDrive Pictures
    }

    It 'proposes nothing against a file whose content is lost' {
        $original = Get-Item samples/fruit.jpg
        $written = $original.LastWriteTimeUtc
        [IO.File]::WriteAllBytes($original, [byte[]]::new($original.Length))
        $original.LastWriteTimeUtc = $written
        (Find-MatchDuplicate -ReferencePath samples).Redundant.Name | Should -Not -Contain 'fruit.jpg'
    }

    It 'reads what it proposes when asked' {
        $copy = Get-Item copies/fruit.jpg
        $written = $copy.LastWriteTimeUtc
        [IO.File]::WriteAllBytes($copy, [byte[]]::new($copy.Length))
        $copy.LastWriteTimeUtc = $written
        (Find-MatchDuplicate -ReferencePath samples).Redundant.Name | Should -Contain 'fruit.jpg'
        (Find-MatchDuplicate -ReferencePath samples -VerifyContent).Redundant.Name | Should -Not -Contain 'fruit.jpg'
    }

    It 'finds turned and inverted copies when asked' {
        $upright = Find-MatchDuplicate samples
        $all = Find-MatchDuplicate samples -AllOrientations
        $all.Members.Count | Should -BeGreaterThan $upright.Members.Count
        $all.Members.Path | Should -Contain (Resolve-Path samples/harbour-negative.jpg).Path
    }

    It 'emits only groups with something new' {
        Find-MatchDuplicate -Since (Get-Date).AddMinutes(1) | Should -BeNullOrEmpty
        Find-MatchDuplicate -Since (Get-Date).AddMinutes(-5) | Should -Not -BeNullOrEmpty
    }

    It 'counts a picture as new that was overwritten by an older file' {
        $since = Get-Date
        Find-MatchDuplicate -Since $since | Should -BeNullOrEmpty
        Copy-Item samples/fruit.jpg 'copies/city 1.jpg'
        (Get-Item 'copies/city 1.jpg').LastWriteTime = '2020-01-01'
        Add-MatchImage copies
        (Find-MatchDuplicate -Since $since).Members.Path | Should -Contain (Get-Item 'copies/city 1.jpg').FullName
    }

    It 'does not propose what changed or is gone' {
        'more' | Add-Content -LiteralPath 'copies/city [1].jpg'
        Remove-Item copies/fruit.jpg
        $members = (Find-MatchDuplicate -ReferencePath samples).Members
        $members | Where-Object Status -eq Changed | ForEach-Object Path | Should -BeLike '*`[1`].jpg'
        ($members | Where-Object Status -eq Gone).Reason | Should -Be 'is gone'
    }

    It 'can be stopped early' {
        Find-MatchDuplicate | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'works in a job and in parallel' {
        $module = (Get-Module ImageMatch).Path
        $store = (Get-MatchConnection).Path
        Start-ThreadJob { Import-Module $using:module; Find-MatchDuplicate -Connection $using:store } | Receive-Job -Wait -AutoRemoveJob | Should -Not -BeNullOrEmpty
        1..2 | ForEach-Object -Parallel { Import-Module $using:module; @(Find-MatchDuplicate -Connection $using:store).Count } | Should -HaveCount 2
    }

    It 'completes the rules' {
        $line = 'Find-MatchDuplicate -Keep Lar'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be LargestFile, LargestImage
    }
}
