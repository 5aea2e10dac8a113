# Runs the Pester files of this folder over a built module: pwsh -File Invoke-Tests.ps1 PATH/TO/ImageMatch
param(
    [Parameter(Mandatory)]
    [string] $ModuleFolder
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0')) {
    'Pester tests did not run: Pester 5 is not installed.'
    exit 0
}
if (-not (Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1)) {
    'Pester tests did not run: there are none.'
    exit 0
}
$env:IMAGEMATCH_STORE = Join-Path ([IO.Path]::GetTempPath()) "imagematch-pester-$PID.db"
Import-Module (Resolve-Path (Join-Path $ModuleFolder ImageMatch.psd1))
try {
    $result = Invoke-Pester $PSScriptRoot -PassThru -Output Normal
}
finally {
    Remove-Item "$env:IMAGEMATCH_STORE*"
}
foreach ($test in $result.Skipped) {
    "Skipped: $($test.ExpandedPath)"
}
"Pester: $($result.PassedCount) passed, $($result.FailedCount + $result.FailedContainersCount) failed, $($result.SkippedCount) skipped"
exit [Math]::Min($result.FailedCount + $result.FailedContainersCount, 1)
