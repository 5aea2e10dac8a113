Describe 'Set-MatchImage' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Add-MatchImage samples/city.jpg, samples/fruit.jpg -Metadata @{ rights = 'press'; year = 2024; size = @{ w = 1; h = 2 } }
    }
    AfterEach { Pop-Location }

    It 'replaces metadata' {
        Set-MatchImage samples/city.jpg @{ rights = 'agency' }
        $metadata = (Get-MatchImage samples/city.jpg).Metadata
        $metadata.rights | Should -Be 'agency'
        $metadata.year | Should -BeNullOrEmpty
        (Get-MatchImage samples/fruit.jpg).Metadata.rights | Should -Be 'press'
    }

    It 'merges: keys given change, null takes away, the others stay' {
        Set-MatchImage samples/city.jpg @{ rights = 'agency'; year = $null; size = @{ w = 9 } } -Merge
        $metadata = (Get-MatchImage samples/city.jpg).Metadata
        $metadata.rights | Should -Be 'agency'
        $metadata.PSObject.Properties.Name | Should -Not -Contain 'year'
        $metadata.size.w, $metadata.size.h | Should -Be 9, 2
    }

    It 'asks a script block for each record' {
        Get-MatchImage | Set-MatchImage -Metadata { @{ file = Split-Path $_.Path -Leaf; was = $_.Metadata.rights } } -PassThru |
            ForEach-Object { $_.Metadata.file + ' ' + $_.Metadata.was } | Sort-Object | Should -Be 'city.jpg press', 'fruit.jpg press'
    }

    It 'takes metadata away' {
        Set-MatchImage samples/city.jpg $null
        (Get-MatchImage samples/city.jpg).Metadata | Should -BeNullOrEmpty
    }

    It 'changes those that pass a filter' {
        Set-MatchImage -Filter @{ 'metadata.year' = 2024 } -Metadata @{ year = 2025 } -PassThru | Should -HaveCount 2
    }

    It 'must be told which records' {
        { Set-MatchImage -Metadata @{ a = 1 } } | Should -Throw -ErrorId 'SelectorMissing,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-MatchImage samples/* @{ a = 1 } -WhatIf
        (Get-MatchImage samples/city.jpg).Metadata.rights | Should -Be 'press'
    }

    It 'says what is not there and what a script block threw' {
        { Set-MatchImage nowhere.jpg @{ a = 1 } -ErrorAction Stop } | Should -Throw -ErrorId 'RecordNotFound,*'
        { Set-MatchImage samples/city.jpg { throw 'no' } -ErrorAction Stop } | Should -Throw -ErrorId 'MetadataScriptFailed,*'
        { Set-MatchImage samples/city.jpg @{ code = { 'x' } } -ErrorAction Stop } | Should -Throw -ErrorId 'MetadataRefused,*'
    }
}
