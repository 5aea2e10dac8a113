<#
.SYNOPSIS
Measures how long a new PowerShell process takes to its first answers, beside one that does less: elapsed milliseconds, in turns, medians.
.DESCRIPTION
Needs the module (build.ps1 -Task Package makes it) and, for the first search, a store of a million records, which
dotnet run -c Release --project bench/ImageMatch.Ratios -- load
leaves in the folder for temporary files.
.PARAMETER Module
The module's folder.
.PARAMETER Rounds
How often each process is started.
#>
param(
    [string] $Module = "$PSScriptRoot/../output/ImageMatch",

    [int] $Rounds = 15
)

$ErrorActionPreference = 'Stop'
$picture = Convert-Path "$PSScriptRoot/../samples/harbour.jpg"
$store = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'imagematch-bench-store-fields-1000000', 'images.db')
$import = "Import-Module '$(Convert-Path $Module)' -ErrorAction Stop"
$scripts = [ordered]@{
    'nothing'                         = 'exit'
    'import'                          = $import
    'import, sign a picture'          = "$import; `$null = Get-ImageSignature '$picture'"
    'import, sign, search a million'  = "$import; `$null = Get-ImageSignature '$picture' | Search-MatchImage -Connection '$store'"
}
if (-not (Test-Path $store)) {
    $scripts.RemoveAt(3)
}

$times = [ordered]@{}
foreach ($name in $scripts.Keys) {
    $times[$name] = [Collections.Generic.List[double]]::new()
}

# The first round fills the caches of the system and makes the file beside the store.
foreach ($round in 0..$Rounds) {
    foreach ($name in $scripts.Keys) {
        $elapsed = Measure-Command { pwsh -NoProfile -NonInteractive -Command $scripts[$name] }
        if ($LASTEXITCODE -ne 0) {
            throw "The process '$name' failed."
        }
        if ($round -gt 0) {
            $times[$name].Add($elapsed.TotalMilliseconds)
        }
    }
}

$before = 0
foreach ($name in $scripts.Keys) {
    $median = ($times[$name] | Sort-Object)[[Math]::Floor($Rounds / 2)]
    [pscustomobject]@{
        Process      = $name
        Milliseconds = [Math]::Round($median)
        More         = [Math]::Round($median - $before)
    }
    $before = $median
}
