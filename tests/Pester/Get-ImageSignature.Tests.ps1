Describe 'Get-ImageSignature' {
    BeforeAll { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterAll { Pop-Location }

    It 'gives the signature as an object' {
        $signature = Get-ImageSignature samples/city.jpg
        $signature.Path | Should -Be (Join-Path $PWD samples city.jpg)
        $signature.Values | Should -HaveCount 648
        $signature.Words | Should -HaveCount 63
        $signature.Width, $signature.Height | Should -Be 960, 720
        $signature.IsFeatureless | Should -BeFalse
        $signature.IsWeak | Should -BeFalse
        $signature.Detail | Should -BeGreaterThan 0.45
    }

    It 'stores nothing' {
        Get-ChildItem samples | Get-ImageSignature | Should -HaveCount 15
        Test-Path pictures.db | Should -BeFalse
    }

    It 'keeps the order of the input' {
        $names = (Get-ChildItem samples).FullName
        $names | Get-ImageSignature -ThrottleLimit 4 | ForEach-Object Path | Should -Be $names
    }

    It 'turns a picture as the camera says, unless told not to' {
        $shown = Get-ImageSignature samples/harbour.jpg
        (Get-ImageSignature samples/harbour-phone.jpg).Width | Should -Be $shown.Width
        (Get-ImageSignature samples/harbour-phone.jpg -ExifOrientation Ignore).Width | Should -Be $shown.Height
    }

    It 'follows the options of the connection' {
        Set-MatchConnection fine.db -SignatureOption @{ GridSize = 11 }
        (Get-ImageSignature samples/city.jpg).Values | Should -HaveCount 968
        Set-MatchConnection pictures.db
    }

    It 'calls a picture by another name' {
        (Get-ImageSignature samples/city.jpg -Name city).Path | Should -Be 'city'
        Get-ImageSignature samples/c*, samples/f* -Name { $_.BaseName } | ForEach-Object Path | Should -Be 'city', 'fruit'
        { Get-ImageSignature samples/c*, samples/f* -Name 'one' } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'says what is no picture' {
        { Get-ImageSignature missing.jpg -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotFound,*'
        { Get-ImageSignature env:PATH -ErrorAction Stop } | Should -Throw -ErrorId 'NotAFileSystemPath,*'
    }
}
