# The photographs lie beside the repository, and not on every machine.
BeforeDiscovery {
    $photos = Join-Path $PSScriptRoot ../../../shared/images/photos
}

Describe 'Copies planted among 300 photographs' -Skip:(-not (Test-Path $photos)) {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item (Join-Path $PSScriptRoot ../../../shared/images/photos) archive -Recurse
        Get-ChildItem archive | ForEach-Object { $_.IsReadOnly = $false }
        Add-MatchImage archive
        $null = New-Item -ItemType Directory 'from the phone'

        # The library that the module itself reads pictures by.
        $context = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq ImageMatch
        $vips = $context.LoadFromAssemblyName('NetVips').GetType('NetVips.Image')
        function Plant([string] $Original, [int] $Number) {
            $copy = Join-Path $PWD 'from the phone' ($Number % 2 ? "IMG_$Number.jpg" : "IMG [$Number].jpg")
            $picture = $vips::NewFromFile($Original)
            switch ($Number % 4) {
                0 { $picture.Resize(0.7).WriteToFile($copy) }
                1 { $picture.WriteToFile("$copy[Q=30]") }
                2 { [IO.File]::WriteAllBytes($copy, [IO.File]::ReadAllBytes($Original)) }
                3 { $picture.Rot90().WriteToFile("$copy[Q=30]") }
            }
            $copy
        }

        # Pictures with little detail are left out, with a warning, and a copy of one that nearly is may be.
        $WarningPreference = 'SilentlyContinue'
        $chosen = Get-MatchImage | Where-Object Detail -gt 0.5 | Select-Object -First 240
        $originalOf = @{}
        0..59 | ForEach-Object { $originalOf[(Plant $chosen[4 * $_].Path $_)] = $chosen[4 * $_].Path }
        Add-MatchImage 'from the phone'
    }
    AfterAll { Pop-Location }

    It 'are found, each with its original and with nothing else' {
        $groups = Find-MatchDuplicate -AllOrientations
        $groups | Should -HaveCount 60
        $groups.Members | Should -HaveCount 120
        foreach ($group in $groups) {
            $copy, $original = $group.Members.Path.Where({ $originalOf.ContainsKey($_) }, 'Split')
            $original | Should -Be $originalOf[$copy]
        }
    }

    It 'are proposed, and no picture of the reference is' {
        $proposed = Find-MatchDuplicate -AllOrientations -ReferencePath archive -Keep InReference, Newest | ForEach-Object Redundant
        $proposed.FullName | Sort-Object | Should -Be ($originalOf.Keys | Sort-Object)
    }

    It 'are removed, and nothing else is' {
        $before = Get-ChildItem archive | Get-FileHash
        Find-MatchDuplicate -AllOrientations | ForEach-Object Redundant | Remove-Item
        Get-ChildItem 'from the phone' | Should -BeNullOrEmpty
        (Get-ChildItem archive | Get-FileHash).Hash | Should -Be $before.Hash
        $before | Should -HaveCount 300
    }
}
