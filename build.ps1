<#
.SYNOPSIS
Builds, tests or packages the module.
.DESCRIPTION
Needs the .NET SDK alone, and runs in pwsh as in the project's own host:
dotnet run -c Release --project src/ImageMatch.Console -- -File build.ps1 -Task Package
.PARAMETER Task
Build: the solution, and bin/ beside the manifest, so that the clone itself imports.
Test: every test, those of Pester included, by a PowerShell that is fetched.
Package: the module in output/ImageMatch, for every platform or for those that -Runtime names.
.PARAMETER Configuration
Release or Debug.
.PARAMETER Runtime
The platforms to package, such as linux-x64,win-x64.
#>
param(
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string[]] $Runtime = 'all'
)

# Only the language, .NET and native commands: the host of this project has none of PowerShell's management cmdlets.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Dotnet {
    dotnet $args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Build {
    Invoke-Dotnet build "$root/ImageMatch.sln" -c $Configuration --nologo
    Invoke-Dotnet build "$root/src/ImageMatch.PowerShell" -c $Configuration --nologo "-p:ModuleFolder=$root"
}

function Invoke-Test {
    Invoke-Dotnet test "$root/ImageMatch.sln" -c $Configuration --nologo
    $version = Invoke-Dotnet msbuild "$root/tests/ImageMatch.PowerShell.Tests" -getProperty:PowerShellToolVersion
    Invoke-Dotnet tool exec "PowerShell@$version" --yes -- -NoProfile -File "$root/tests/Pester/Invoke-Tests.ps1" $Configuration.ToLowerInvariant()
}

function Invoke-Package {
    # From the command line of pwsh -File a list arrives as one string.
    $runtimes = ($Runtime -split ',').Trim() -join ';'
    $module = "$root/output/ImageMatch"
    if ([IO.Directory]::Exists($module)) {
        [IO.Directory]::Delete($module, $true)
    }
    Invoke-Dotnet build "$root/src/ImageMatch.PowerShell" -c $Configuration --nologo `
        "-p:PackageRuntimes=`"$runtimes`"" "-p:ArtifactsPath=$root/artifacts/package" "-p:ModuleFolder=$module"
    "The module is in $module."
}

& "Invoke-$Task"
