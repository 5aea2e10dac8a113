BeforeAll {
    . $PSScriptRoot/Invoke-Page.ps1
    . $PSScriptRoot/Start-TestEngine.ps1
}

Describe 'Recipes' {
    It 'are all run here' {
        foreach ($page in Get-ChildItem (Join-Path $PSScriptRoot ../../docs/recipes) -Exclude README.md) {
            Get-Content -Raw $PSCommandPath | Should -Match "Invoke-Page recipes/$($page.BaseName)"
        }
    }
}

Describe 'The recipe for finding where a logo is used' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $printed = Invoke-Page recipes/where-is-this-logo-used
    }
    AfterAll { Pop-Location }

    It 'lists the uses and counts them by folder' {
        $printed[0] | Should -Match '(?m)^ *Dist +Orientation'
        $printed[0] | Should -Match '(?m)^ *10 .*samples'
        Import-Csv uses.csv | Should -HaveCount 10
    }

    It 'tells new uses' {
        $printed[-1] | Should -Match 'harbour-small.jpg'
        $printed[-1] | Should -Match 'brochure.jpg'
    }
}

Describe 'The recipe for telling what is licensed already' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $page = Get-Content -Raw (Join-Path $PSScriptRoot ../../docs/recipes/already-licensed.md)
        [regex]::Match($page, '(?s)```csv\r?\n(.*?)```').Groups[1].Value | Set-Content licences.csv
        $null = New-Item -ItemType Directory licensed, offered
        Copy-Item samples/harbour.jpg, samples/city.jpg licensed
        Copy-Item samples/harbour-phone.jpg, samples/harbour-turned.jpg, samples/fruit.jpg offered
        Copy-Item samples/city.jpg offered/town.jpg
        $printed = Invoke-Page recipes/already-licensed
    }
    AfterAll { Pop-Location }

    It 'tells copies by their licence, and what is new' {
        $copies = Import-Csv already-licensed.csv
        $copies | ForEach-Object { "$(Split-Path -Leaf $_.Offered) $($_.Licence) $($_.Valid)" } | Sort-Object |
            Should -Be 'harbour-phone.jpg AG-1001 True', 'harbour-turned.jpg AG-1001 True', 'town.jpg AG-1002 False'
        $printed[0] | Should -Be 'fruit.jpg'
    }

    It 'finds only licences that hold' {
        $printed[1] | Should -Match 'harbour.jpg'
        $printed[1] | Should -Not -Match 'city.jpg'
    }
}

Describe 'The recipe for cleaning a photo library, with copies that are <_>' -ForEach 'moved away', 'removed' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        # The page offers both.
        $other = $_ -eq 'removed' ? 'Join-Path removed' : '^\$groups \| ForEach-Object Redundant \| Remove-Item\s*$'
        $printed = Invoke-Page recipes/cleaning-a-photo-library -Except $other
        $left = Get-ChildItem photos -Recurse -File | ForEach-Object Name
    }
    AfterAll { Pop-Location }

    It 'keeps one picture of each group, the archive, and what was to be kept' {
        'harbour-phone.jpg', 'city.jpg', 'fruit.jpg', 'mountains.jpg', 'plan.png' | Should -BeIn $left
        Test-Path photos/archive/city.jpg | Should -BeTrue
        'city (2).jpg', 'harbour-small.jpg' | Should -Not -BeIn $left
        Get-ChildItem samples | Should -HaveCount 15
        if ($_ -eq 'moved away') {
            (Get-ChildItem removed).Count + $left.Count | Should -Be 16
        }
    }

    It 'shows what would go before it goes' {
        Import-Csv review.csv | Where-Object Status -EQ Redundant | Should -Not -BeNullOrEmpty
        Get-Content -Raw review.html | Should -Match '<img height=200 title=.Redundant .*harbour-small.jpg'
    }

    It 'leaves a store that knows what is left' {
        Get-MatchImage | ForEach-Object { Split-Path -Leaf $_.Path } | Sort-Object | Should -Be ($left | Sort-Object)
    }
}

Describe 'The recipe for moving from image_match' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        if ($uri = Start-TestEngine) {
            $printed = Invoke-Page recipes/moving-from-image-match -Replace @{ 'http://127.0.0.1:9200' = $uri }
        }
    }
    BeforeEach {
        if (-not $uri) {
            Set-ItResult -Skipped -Because 'there is no search engine, or no java, on this machine'
        }
    }
    AfterAll {
        Stop-TestEngine
        Pop-Location
    }

    It 'takes the index as it is' {
        $printed -join "`n" | Should -Match 'Layout : image_match \(flat documents\)\s+Count  : 15'
        $printed -join "`n" | Should -Match '(?m)^0\.0000 +63 Unchanged .*harbour-small.jpg'
    }

    It 'adds to it under the ids that it has' {
        $printed -join "`n" | Should -Match '(?m)^15$'
    }

    It 'moves it into an index, a file, and an index that Python can search' {
        Set-MatchConnection pictures.db
        Get-MatchImage | Should -HaveCount 15
        (Get-MatchImage -Filter @{ 'metadata.things' = 'stuff!' }).Path | Should -BeLike '*harbour.jpg'
        foreach ($index in 'pictures', 'both') {
            (Get-MatchConnection -Connection "$uri/$index").Count | Should -Be 15
        }
        (Get-MatchConnection -Connection "$uri/both").Layout | Should -Match 'documents below image'
        $printed[-1] | Should -Match 'harbour-small.jpg'
    }
}

Describe 'The recipe for a nightly index' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $recipe = Get-Content -Raw (Join-Path $PSScriptRoot ../../docs/recipes/nightly-index.md)
        [regex]::Match($recipe, '(?s)```powershell\r?\n(#Requires.*?)```').Groups[1].Value | Set-Content Sync-Pictures.ps1
        $modules = $env:PSModulePath
        $env:PSModulePath = (Split-Path (Get-Module ImageMatch).ModuleBase) + [IO.Path]::PathSeparator + $modules
        function Sync { pwsh -NoProfile -NonInteractive -File Sync-Pictures.ps1 -Folder samples -Store nightly.db -Log sync.log; $LASTEXITCODE }
    }
    AfterAll {
        $env:PSModulePath = $modules
        Pop-Location
    }

    It 'is tried by hand' {
        # Tasks are registered by nobody who only tests.
        $printed = Invoke-Page recipes/nightly-index -Except '#Requires|ScheduledTask'
        $printed | Should -Match 'exit code 0'
        $printed | Should -Match '15 added'
        Remove-Item sync.log
    }

    It 'ends with 0, 1 and 2' {
        Sync | Should -Be 0
        Get-Content sync.log | Should -Match '15 added'
        Set-Content samples/broken.jpg 'no picture'
        Sync | Should -Be 1
        Get-Content sync.log | Should -Contain (Get-Content sync.log | Where-Object { $_ -match "broken.jpg' is not a picture" })
        Remove-Item samples -Recurse
        Sync | Should -Be 2
        Set-Content nightly.db 'no store'
        Sync | Should -Be 2
        (Get-Content sync.log)[-1] | Should -Match 'could not be done'
    }
}
