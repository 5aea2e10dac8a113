@{
    RootModule           = 'bin/ImageMatch.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0c3a51-6a3e-4f7c-9a55-0d1f7c1c8e42'
    Author               = 'The ImageMatch contributors'
    CompanyName          = 'ImageMatch'
    Copyright            = '(c) The ImageMatch contributors. MIT licence.'
    Description          = 'Finds copies of pictures: resized, recompressed, recoloured, retouched, cropped or turned.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @(
        'bin/ImageComparison.format.ps1xml'
        'bin/ImageSignature.format.ps1xml'
        'bin/MatchDecision.format.ps1xml'
        'bin/MatchDuplicate.format.ps1xml'
        'bin/MatchImage.format.ps1xml'
        'bin/MatchResult.format.ps1xml'
        'bin/MatchStore.format.ps1xml'
        'bin/MatchSync.format.ps1xml'
    )
    TypesToProcess       = @('bin/ImageMatch.types.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Add-MatchImage'
        'Clear-MatchConnection'
        'Compare-ImageSignature'
        'Copy-MatchStore'
        'Find-MatchDuplicate'
        'Get-ImageSignature'
        'Get-MatchConnection'
        'Get-MatchDecision'
        'Get-MatchImage'
        'Remove-MatchDecision'
        'Remove-MatchImage'
        'Search-MatchImage'
        'Set-MatchConnection'
        'Set-MatchDecision'
        'Set-MatchImage'
        'Sync-MatchImage'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('image', 'picture', 'duplicate', 'similarity', 'search', 'signature')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
