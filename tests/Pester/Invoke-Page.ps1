# Dot-sourced by files that run the code of pages: block by block as a reader pastes it; what each prints is one item.
function Invoke-Page([string] $Page, [string] $Only = '', [string] $Except = '(?!)', [hashtable] $Replace = @{}) {
    $ErrorActionPreference = 'Stop'
    $text = Get-Content -Raw (Join-Path $PSScriptRoot ../../docs "$Page.md")
    foreach ($name in $Replace.Keys) {
        $text = $text.Replace($name, $Replace[$name])
    }
    $blocks = [regex]::Matches($text, '(?s)```powershell\r?\n(.*?)```').ForEach{ $_.Groups[1].Value }
    foreach ($block in $blocks -match $Only -notmatch $Except) {
        (. ([scriptblock]::Create($block)) | Out-String -Width 300).Trim()
    }
}
