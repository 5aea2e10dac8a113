# Runs the Pester files of this folder over the built module, by the Pester that the build of the tests fetched: pwsh -File Invoke-Tests.ps1 debug
param(
    [Parameter(Mandatory)]
    [ValidateSet('debug', 'release')]
    [string] $Configuration
)

$ErrorActionPreference = 'Stop'
$artifacts = Resolve-Path (Join-Path $PSScriptRoot ../../artifacts)
Import-Module (Join-Path $artifacts bin/ImageMatch.PowerShell.Tests/$Configuration/Modules/Pester/Pester.psd1)
Import-Module (Join-Path $artifacts module/$Configuration/ImageMatch/ImageMatch.psd1)
$env:IMAGEMATCH_STORE = Join-Path ([IO.Path]::GetTempPath()) "imagematch-pester-$PID.db"
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
