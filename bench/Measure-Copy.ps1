<#
.SYNOPSIS
Measures how many records a second Copy-MatchStore copies from one file into another: elapsed, medians.
.DESCRIPTION
Needs the module (build.ps1 -Task Package makes it) and a store of a million records, which
dotnet run -c Release --project bench/ImageMatch.Ratios -- load
leaves in the folder for temporary files.
.PARAMETER Module
The module's folder.
.PARAMETER Store
The store to copy.
.PARAMETER Rounds
How often it is copied.
#>
param(
    [string] $Module = "$PSScriptRoot/../output/ImageMatch",

    [string] $Store = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'imagematch-bench-store-fields-1000000', 'images.db'),

    [int] $Rounds = 3
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$copy = [IO.Path]::Combine([IO.Path]::GetTempPath(), "imagematch-bench-copy-$PID.db")

# The first round fills the caches of the system.
$rates = foreach ($round in 0..$Rounds) {
    $summary = Copy-MatchStore -Connection $Store $copy
    Remove-Item $copy*
    if ($round -gt 0) {
        $summary.Copied / $summary.Duration.TotalSeconds
    }
}

[pscustomobject]@{
    Records         = $summary.Copied
    RecordsASecond  = [Math]::Round(($rates | Sort-Object)[[Math]::Floor($Rounds / 2)])
}
