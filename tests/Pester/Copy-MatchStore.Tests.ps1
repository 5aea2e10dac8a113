Describe 'Copy-MatchStore' {
    BeforeEach {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Add-MatchImage samples -Metadata @{ rights = 'press' }
    }
    AfterEach { Pop-Location }

    It 'copies every record with its id, time and metadata' {
        $summary = Copy-MatchStore backup.db -Verify
        $summary.Copied | Should -Be 15
        $summary.Unchanged, $summary.Failed | Should -Be 0, 0
        $copy = Get-MatchImage samples/city.jpg -Connection backup.db
        $original = Get-MatchImage samples/city.jpg
        $copy.Id | Should -Be $original.Id
        $copy.Added | Should -Be $original.Added
        $copy.Metadata.rights | Should -Be 'press'
        Search-MatchImage samples/city.jpg -First 1 -Connection backup.db | Should -HaveCount 1
    }

    It 'completes and updates a copy' {
        $null = Copy-MatchStore backup.db
        Set-MatchImage samples/city.jpg @{ rights = 'none' }
        Copy-Item samples/city.jpg samples/again.jpg
        Add-MatchImage samples/again.jpg
        $summary = Copy-MatchStore backup.db -Verify
        $summary.Copied, $summary.Unchanged | Should -Be 2, 14
    }

    It 'copies another store than the current one' {
        $null = Copy-MatchStore backup.db
        Clear-MatchConnection
        (Copy-MatchStore restored.db -Connection backup.db).Copied | Should -Be 15
    }

    It 'makes nothing with -WhatIf' {
        Copy-MatchStore backup.db -WhatIf | Should -BeNullOrEmpty
        Test-Path backup.db | Should -BeFalse
    }

    It 'says where a copy is not equal' {
        Copy-Item samples/city.jpg other.jpg
        Add-MatchImage other.jpg -Connection backup.db
        { Copy-MatchStore backup.db -Verify } | Should -Throw -ErrorId 'CopyDiffers,*'
    }

    It 'says what cannot be copied' {
        { Copy-MatchStore backup.db -Connection nowhere.db } | Should -Throw -ErrorId 'StoreNotFound,*'
        { Copy-MatchStore pictures.db } | Should -Throw -ErrorId 'CopyOntoItself,*'
        $fine = Set-MatchConnection fine.db -SignatureOption @{ GridSize = 11 } -PassThru
        { Copy-MatchStore $fine -Connection pictures.db } | Should -Throw -ErrorId 'StoreProfileMismatch,*'
    }
}
