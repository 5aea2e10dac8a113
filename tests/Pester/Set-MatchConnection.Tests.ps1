Describe 'Set-MatchConnection' {
    BeforeEach { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterEach { Pop-Location }

    It 'names the store of the commands, made when the first picture is added' {
        Set-MatchConnection other.db
        Test-Path other.db | Should -BeFalse
        Add-MatchImage samples/city.jpg
        Test-Path other.db | Should -BeTrue
        (Get-MatchConnection).Path | Should -Be (Join-Path $PWD other.db)
    }

    It 'emits the connection with -PassThru, for -Connection' {
        $archive = Set-MatchConnection archive.db -PassThru
        Set-MatchConnection pictures.db
        Add-MatchImage samples/city.jpg -Connection $archive
        Get-MatchImage -Connection $archive | Should -HaveCount 1
        Get-MatchImage -Connection archive.db | Should -HaveCount 1
        Test-Path pictures.db | Should -BeFalse
    }

    It 'keeps the options in the store, and refuses others' {
        Set-MatchConnection reference.db -Transparency Ignore -ExifOrientation Ignore
        Add-MatchImage samples/city.jpg
        Set-MatchConnection reference.db
        (Get-MatchConnection).Profile.ExifOrientation | Should -Be 'Ignore'
        { Set-MatchConnection reference.db -ExifOrientation Apply } | Should -Throw -ErrorId 'StoreProfileMismatch,*'
        (Get-MatchConnection).Path | Should -Be (Join-Path $PWD reference.db)
    }

    It 'makes a store that finds crops, with one result a picture' {
        Set-MatchConnection crops.db -CropTolerance Full
        Add-MatchImage samples/harbour-cropped.jpg, samples/harbour.jpg, samples/harbour-framed.gif, samples/city.jpg
        (Get-MatchConnection).Count | Should -Be 4
        (Get-MatchConnection).Profile.CropTolerance | Should -Be 'Full'
        Get-MatchImage | Should -HaveCount 4
        Search-MatchImage samples/harbour.jpg | Should -HaveCount 3
        { Set-MatchConnection crops.db -CropTolerance Light } | Should -Throw -ErrorId 'StoreProfileMismatch,*'
    }

    It 'refuses options that are unknown or out of range' {
        { Set-MatchConnection x.db -SignatureOption @{ Grid = 9 } } | Should -Throw -ErrorId 'InvalidArgument,*'
        { Set-MatchConnection x.db -SignatureOption @{ GridSize = 1 } } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'refuses a file that is no store' {
        'a letter' | Set-Content letter.db
        { Set-MatchConnection letter.db } | Should -Throw -ErrorId 'StoreUnreadable,*'
        Get-Content letter.db | Should -Be 'a letter'
    }

    It 'holds in parallel runspaces' {
        Add-MatchImage samples
        $module = (Get-Module ImageMatch).Path
        1..2 | ForEach-Object -Parallel { Import-Module $using:module; (Get-MatchConnection).Count } | Should -Be 15, 15
    }
}
