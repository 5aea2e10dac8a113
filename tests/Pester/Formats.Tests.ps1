Describe 'Objects as they are shown' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg 'samples/city (2).jpg'
        $null = Sync-MatchImage samples
        Set-MatchDecision Keep samples/fruit.jpg -Note 'as it was published'
        $signature = Get-ImageSignature samples/harbour.jpg
        $result = Search-MatchImage samples/harbour-cropped.jpg -QueryWindows -ExcludeSelf
        $explanation = Compare-ImageSignature samples/harbour.jpg samples/harbour-phone.jpg -Explain
        $group = Find-MatchDuplicate
        Set-Content samples/broken.jpg 'no picture'
        Rename-Item samples/city.jpg town.jpg
        $changes = Sync-MatchImage samples -ErrorAction SilentlyContinue
        $shown = @{
            MatchImage       = Get-MatchImage
            MatchResult      = $result
            ImageSignature   = $signature
            ImageComparison  = Compare-ImageSignature samples/harbour.jpg samples/harbour-phone.jpg
            ImageExplanation = $explanation
            SearchStep       = $explanation.Steps
            CellDifference   = $explanation.Cells
            SignatureProfile = $signature.Profile
            SignatureOptions = $signature.Profile.Options
            Signer           = (Get-MatchImage)[0].Signer
            Group            = $group
            Member           = $group.Members
            MatchDecision    = Get-MatchDecision
            MatchConnection  = Get-MatchConnection
            SyncChange       = $changes
            SyncSummary      = Sync-MatchImage samples -Summary -ErrorAction SilentlyContinue
            CopySummary      = Copy-MatchStore copy.db
        }
        function Show($object, $format) { ($object | & $format | Out-String -Width 120) -replace '\e\[[0-9;]*m' }
    }
    AfterAll { Pop-Location }

    It 'have a table and a list: <_>' -ForEach 'MatchImage', 'MatchResult', 'ImageSignature', 'ImageComparison', 'ImageExplanation', 'SearchStep', 'CellDifference', 'SignatureProfile', 'SignatureOptions', 'Signer', 'Group', 'Member', 'MatchDecision', 'MatchConnection', 'SyncChange', 'SyncSummary', 'CopySummary' {
        $shown[$_] | Should -Not -BeNullOrEmpty
        Show $shown[$_] Format-Table | Should -Match '(?m)^ *-+ '
        Show $shown[$_] Format-List | Should -Match '(?m)^\w[\w ]* +: \S'
    }

    It 'have the view that fits by default' {
        $result | Out-String | Should -Match '(?s)Searched for: .*harbour-cropped.jpg.*Dist +Score +Orientation'
        $shown.MatchConnection | Out-String | Should -Match 'Product +: '
        $shown.ImageExplanation | Out-String | Should -Match 'LostBy +: '
        $shown.SyncChange | Out-String | Should -Match '(?m)^Moved +.*city.jpg -> '
    }

    It 'say why a sync failed, in a list' {
        Show ($changes | Where-Object Change -EQ Failed) Format-List | Should -Match 'Reason +: .*is not a picture'
    }

    It 'print text that says what they are' {
        "$($result[0])" | Should -BeLike '*harbour*.jpg'
        "$($group[0])" | Should -BeLike '* cop*'
        "$($explanation.Steps[0])" | Should -Match ': '
        "$($signature.Profile)" | Should -Be 'Default'
    }
}
