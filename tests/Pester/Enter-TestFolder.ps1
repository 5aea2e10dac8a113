# Dot-sourced by each file: goes to a folder of its own with the project's samples and a store that does not exist yet.
$samples = Join-Path $PSScriptRoot ../../samples
Push-Location $TestDrive
Remove-Item * -Recurse -Force
Copy-Item $samples samples -Recurse
Set-MatchConnection (Join-Path $TestDrive pictures.db)
