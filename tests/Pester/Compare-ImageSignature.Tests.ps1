BeforeDiscovery {
    $reference = Join-Path $PSScriptRoot ../../../shared/reference/images
}

Describe 'Compare-ImageSignature' {
    BeforeAll { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterAll { Pop-Location }

    It 'gives distance and score' {
        $comparison = Compare-ImageSignature samples/harbour.jpg samples/harbour-small.jpg
        $comparison.Dist | Should -BeGreaterThan 0
        $comparison.Dist | Should -BeLessThan 0.1
        $comparison.Distance | Should -Be $comparison.Dist
        $comparison.Score | Should -BeGreaterThan 40
        (Compare-ImageSignature samples/city.jpg samples/fruit.jpg).Dist | Should -BeGreaterThan 0.5
    }

    It 'finds the orientation in which pictures are nearest' {
        $comparison = Compare-ImageSignature samples/harbour.jpg samples/harbour-negative.jpg
        $comparison.Orientation | Should -Be 'Inverted'
        $comparison.OrientedDist | Should -BeLessThan 0.1
        $comparison.Dist | Should -BeGreaterThan 0.9
    }

    It 'explains what a search would lose' {
        $turned = Compare-ImageSignature samples/harbour.jpg samples/harbour-turned.jpg -Explain
        $turned.LostBy.Stage | Should -Be 'Orientation', 'Orientation', 'Orientation'
        (Compare-ImageSignature samples/harbour.jpg samples/harbour-turned.jpg -Explain -AllOrientations).LostBy | Should -BeNullOrEmpty
        (Compare-ImageSignature samples/harbour.jpg samples/city.jpg -Explain).LostBy.Stage | Should -Contain 'Cutoff'
        (Compare-ImageSignature samples/harbour.jpg samples/harbour-retouched.jpg -Explain).Cells[0].Share | Should -BeGreaterThan 0
        Add-MatchImage samples/harbour.jpg -Metadata @{ rights = 'web' }
        $filtered = Get-MatchImage samples/harbour.jpg | ForEach-Object { Compare-ImageSignature $_ samples/harbour-small.jpg -Explain -Filter @{ 'metadata.rights' = 'press' } }
        $filtered.LostBy.Stage | Should -Contain 'Filter'
    }

    It 'compares each with each' {
        Compare-ImageSignature samples/city.jpg, samples/fruit.jpg samples/harbour-*.jpg | Should -HaveCount (2 * (Get-Item samples/harbour-*.jpg).Count)
        Get-ChildItem samples/harbour-*.jpg | Compare-ImageSignature samples/city.jpg | Should -HaveCount (Get-Item samples/harbour-*.jpg).Count
    }

    It 'takes signatures and records' {
        Add-MatchImage samples/city.jpg
        $signature = Get-ImageSignature samples/city.jpg
        (Compare-ImageSignature $signature samples/city.jpg).Dist | Should -Be 0
        (Get-MatchImage samples/city.jpg | Compare-ImageSignature $signature).Dist | Should -Be 0
    }

    It 'refuses signatures of different options' {
        $other = Get-ImageSignature samples/city.jpg -Transparency Ignore
        { Compare-ImageSignature samples/city.jpg $other -ErrorAction Stop } | Should -Throw -ErrorId 'SignatureProfileMismatch,*'
    }

    It 'gives the distances that image_match documents' -Skip:(-not (Test-Path $reference)) {
        $images = Join-Path $PSScriptRoot ../../../shared/reference/images
        $wiki = Join-Path $images MonaLisa_WikiImages.jpg
        (Compare-ImageSignature $wiki (Join-Path $images MonaLisa_Wikipedia.jpg)).Dist | Should -Be 0.22095170140933634
        (Compare-ImageSignature $wiki (Join-Path $images MonaLisa_Remix_Flickr.jpg)).Dist | Should -Be 0.4255719698733665
    }
}
