Describe 'The script of the recipe for a nightly index' {
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
