Describe 'Remove-MatchImage' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg 'samples/a[1].jpg'
        Copy-Item samples/city.jpg samples/a1.jpg
        Add-MatchImage samples
    }
    AfterEach { Pop-Location }

    It 'removes the record and leaves the file' {
        Remove-MatchImage samples/fruit.jpg
        Get-MatchImage samples/f* | Should -BeNullOrEmpty
        Test-Path samples/fruit.jpg | Should -BeTrue
        Search-MatchImage samples/fruit.jpg | Should -BeNullOrEmpty
    }

    It 'removes exactly the name with brackets' {
        Get-Item -LiteralPath 'samples/a[1].jpg' | Remove-MatchImage -PassThru | Split-Path -Leaf | Should -Be 'a[1].jpg'
        Get-MatchImage samples/a1.jpg | Should -HaveCount 1
    }

    It 'takes wildcards, ids, filters, records and results' {
        Remove-MatchImage samples/harbour-s* -PassThru | Should -HaveCount 2
        Remove-MatchImage -Id (Get-MatchImage samples/plan.png).Id -PassThru | Should -HaveCount 1
        Remove-MatchImage -Filter @{ format = 'Gif' } -PassThru | Should -HaveCount 1
        Get-MatchImage samples/fruit.jpg | Remove-MatchImage -PassThru | Should -HaveCount 1
        Search-MatchImage samples/harbour.jpg -First 1 | Remove-MatchImage -PassThru | Split-Path -Leaf | Should -Be 'harbour.jpg'
        (Get-MatchConnection).Count | Should -Be 11
    }

    It 'removes records of files that are gone, from another location' {
        Remove-Item samples/city.jpg
        Set-Location samples
        Remove-MatchImage city.jpg -PassThru | Should -HaveCount 1
    }

    It 'must be told which records' {
        { Remove-MatchImage } | Should -Throw -ErrorId 'SelectorMissing,*'
        (Get-MatchConnection).Count | Should -Be 17
    }

    It 'takes no filter that an unset variable left empty' {
        $batch = $null
        { Remove-MatchImage -Filter @{} } | Should -Throw '*is empty*'
        { Remove-MatchImage -Filter @{ 'metadata.batch' = $batch } } | Should -Throw '*{ $_.metadata.batch -eq $null }*'
        { Remove-MatchImage -Filter { $_.Metadata.batch -eq $batch } } | Should -Throw '*$batch*holds $null*'
        (Get-MatchConnection).Count | Should -Be 17
        Remove-MatchImage -Filter { $_.Metadata.batch -eq $null } -PassThru | Should -HaveCount 17
    }

    It 'removes nothing with -WhatIf' {
        Remove-MatchImage samples/* -WhatIf
        (Get-MatchConnection).Count | Should -Be 17
    }

    It 'says that the files stay' {
        $said = Remove-MatchImage samples/city.jpg -Verbose 4>&1
        $said.Message -like '1 record*no file was touched.' | Should -HaveCount 1
    }

    It 'says which path is not there' {
        { Remove-MatchImage nowhere.jpg -ErrorAction Stop } | Should -Throw -ErrorId 'RecordNotFound,*'
        { Remove-MatchImage x.jpg -Connection nowhere.db } | Should -Throw -ErrorId 'StoreNotFound,*'
    }
}
