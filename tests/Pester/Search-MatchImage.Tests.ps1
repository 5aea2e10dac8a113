Describe 'Search-MatchImage' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Add-MatchImage samples -Metadata { @{ kind = $_.Extension.TrimStart('.'); tags = @('all', $_.BaseName) } }
    }
    AfterAll { Pop-Location }

    It 'finds the copies, nearest first, and no other scene' {
        $found = Search-MatchImage samples/harbour-small.jpg
        $found[0].Path | Should -Be (Join-Path $PWD samples harbour-small.jpg)
        $found[0].Dist | Should -Be 0
        $found.Count | Should -BeGreaterOrEqual 7
        $found.Dist | Should -Be ($found.Dist | Sort-Object)
        $found | Where-Object Path -NotLike *harbour* | Should -BeNullOrEmpty
    }

    It 'says what its results are' {
        $found = (Search-MatchImage samples/harbour-small.jpg)[1]
        $found.Distance | Should -Be $found.Dist
        $found.Score | Should -BeGreaterThan 0
        $found.Id | Should -Not -BeNullOrEmpty
        $found.Metadata.kind | Should -Be 'jpg'
        $found.Orientation | Should -Be 'Unchanged'
        $found.QueryPath | Should -Be (Join-Path $PWD samples harbour-small.jpg)
    }

    It 'finds turned, mirrored and inverted copies with -AllOrientations' {
        $found = Search-MatchImage samples/harbour.jpg -AllOrientations
        ($found | Where-Object Path -Like *negative*).Orientation | Should -Be 'Inverted'
        ($found | Where-Object Path -Like *mirrored*).Orientation | Should -Be 'Mirrored'
        ($found | Where-Object Path -Like *turned*).Orientation | Should -Be 'Rotated90'
        Search-MatchImage samples/harbour.jpg | Where-Object Path -Like *turned* | Should -BeNullOrEmpty
    }

    It 'gives at most -First results for each picture' {
        $found = 'samples/harbour.jpg', 'samples/harbour-small.jpg' | Search-MatchImage -First 2
        $found | Should -HaveCount 4
        $found | Group-Object QueryPath | ForEach-Object Count | Should -Be 2, 2
    }

    It 'leaves out the picture itself with -ExcludeSelf' {
        Search-MatchImage samples/city.jpg | Should -HaveCount 1
        Search-MatchImage samples/city.jpg -ExcludeSelf | Should -BeNullOrEmpty
        Search-MatchImage samples/harbour.jpg -ExcludeSelf | Where-Object Dist -EQ 0 | Should -BeNullOrEmpty
    }

    It 'takes a stricter cut-off' {
        Search-MatchImage samples/harbour.jpg -DistanceCutoff 0.05 | Split-Path -Leaf | Should -Be 'harbour.jpg', 'harbour-phone.jpg'
    }

    It 'takes files, bytes, signatures and records' {
        $path = Join-Path $PWD samples city.jpg
        (Get-Item samples/city.jpg | Search-MatchImage).Path | Should -Be $path
        (Search-MatchImage -LiteralPath samples/city.jpg).Path | Should -Be $path
        (Search-MatchImage -Content ([IO.File]::ReadAllBytes($path)) -Name upload).QueryPath | Should -Be 'upload'
        (Get-ImageSignature samples/city.jpg | Search-MatchImage).Path | Should -Be $path
        (Get-MatchImage samples/city.jpg | Search-MatchImage).Path | Should -Be $path
    }

    It 'searches the results of a search' {
        Search-MatchImage samples/harbour-cropped.jpg -First 1 -ExcludeSelf | Search-MatchImage -First 1 | ForEach-Object Dist | Should -Be 0
    }

    It 'filters by metadata and facts' {
        Search-MatchImage samples/harbour.jpg -Filter @{ 'metadata.kind' = 'WEBP' } | Split-Path -Leaf | Should -Be 'harbour-grey.webp'
        Search-MatchImage samples/harbour.jpg -Filter @{ 'metadata.tags' = 'harbour-small', 'harbour-phone' } | Should -HaveCount 2
        Search-MatchImage samples/harbour.jpg -Filter @{ format = 'Gif' } | Should -HaveCount 1
    }

    It 'searches a folder without storing anything' {
        Set-MatchConnection nothing-here.db
        try {
            $found = Search-MatchImage samples/harbour-small.jpg -Folder samples
            $found.Count | Should -BeGreaterOrEqual 7
            Test-Path nothing-here.db | Should -BeFalse
        }
        finally {
            Set-MatchConnection pictures.db
        }
    }

    It 'finds stored crops by windows of the picture' {
        Set-MatchConnection windows.db
        try {
            Add-MatchImage samples/harbour-cropped.jpg
            $found = Search-MatchImage samples/harbour.jpg -QueryWindows
            $found | Should -HaveCount 1
            $found.Window.Query | Should -Not -BeNullOrEmpty
            $found.Window.Stored | Should -BeNullOrEmpty
            $found.Dist | Should -BeLessThan (Search-MatchImage samples/harbour.jpg -DistanceCutoff 0.6).Dist
        }
        finally {
            Set-MatchConnection pictures.db
        }
    }

    It 'goes on after a picture that is none' {
        'a letter' | Set-Content letter.jpg
        $found = 'samples/city.jpg', 'letter.jpg', 'samples/fruit.jpg' | Search-MatchImage -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -HaveCount 2
        $failed.FullyQualifiedErrorId | Should -Be 'NotAPicture,ImageMatch.PowerShell.SearchMatchImageCommand'
    }

    It 'ends where there is no store' {
        { Search-MatchImage samples/city.jpg -Connection nowhere.db } | Should -Throw -ErrorId 'StoreNotFound,*'
        Test-Path nowhere.db | Should -BeFalse
    }
}
