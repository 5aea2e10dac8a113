Describe 'Get-MatchImage' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        Copy-Item samples/city.jpg 'samples/a[1].jpg'
        Copy-Item samples/city.jpg samples/a1.jpg
        Add-MatchImage samples -Metadata { @{ name = $_.BaseName; size = @{ bytes = $_.Length } } }
        Add-MatchImage samples/fruit.jpg -Name 'basket/1'
    }
    BeforeEach { Set-Location $TestDrive }
    AfterAll { Pop-Location }

    It 'gives all records, or those of a path' {
        Get-MatchImage | Should -HaveCount 18
        $record = Get-MatchImage samples/city.jpg
        $record.Path | Should -Be (Join-Path $PWD samples city.jpg)
        $record.Length | Should -Be (Get-Item samples/city.jpg).Length
        $record.Width, $record.Height, $record.Format | Should -Be 960, 720, 'Jpeg'
        $record.Metadata.name | Should -Be 'city'
    }

    It 'takes wildcards, and brackets as they are with -LiteralPath' {
        Get-MatchImage samples/harbour* | Should -HaveCount 11
        Get-MatchImage 'samples/a[1].jpg' | Split-Path -Leaf | Should -Be 'a1.jpg'
        Get-MatchImage -LiteralPath 'samples/a[1].jpg' | Split-Path -Leaf | Should -Be 'a[1].jpg'
        Get-Item -LiteralPath 'samples/a[1].jpg' | Get-MatchImage | Split-Path -Leaf | Should -Be 'a[1].jpg'
    }

    It 'takes paths from another location' {
        Set-Location samples
        (Get-MatchImage city.jpg).Metadata.name | Should -Be 'city'
        (Get-MatchImage ./c*).Metadata.name | Should -Be 'city'
        (Get-MatchImage ../samples/c*).Metadata.name | Should -Be 'city'
    }

    It 'takes names as they were given' {
        Get-MatchImage basket/1 | Should -HaveCount 1
        Get-MatchImage basket/* | Should -HaveCount 1
    }

    It 'takes ids, and names from the pipeline' {
        $id = (Get-MatchImage samples/city.jpg).Id
        (Get-MatchImage -Id $id).Metadata.name | Should -Be 'city'
        'samples/city.jpg', 'samples/fruit.jpg' | Get-MatchImage | Should -HaveCount 2
    }

    It 'filters' {
        Get-MatchImage -Filter @{ 'metadata.name' = 'CITY' } | Should -HaveCount 1
        Get-MatchImage -Filter @{ 'metadata.size.bytes' = (Get-Item samples/city.jpg).Length } | Should -HaveCount 3
        Get-MatchImage -Filter @{ format = 'Png', 'Gif' } | Should -HaveCount 3
        Get-MatchImage samples/harbour* -Filter @{ format = 'Png' } | Should -HaveCount 1
        Get-MatchImage -Filter @{ 'metadata.name' = $null } | Should -HaveCount 1
        { Get-MatchImage -Filter @{ colour = 'red' } } | Should -Throw -ErrorId 'QueryRefused,*'
    }

    It 'filters by a condition, which is translated and never run' {
        $since = (Get-Date).AddHours(-1)
        Get-MatchImage -Filter { $_.Added -gt $since -and $_.Metadata.name -like 'c*' } | Should -HaveCount 1
        Get-MatchImage -Filter { $_.Format -in 'Png', 'Gif' -and -not ($_.Metadata.name -eq 'plan') } | Should -HaveCount 2
        Get-MatchImage -Filter { $_.Metadata.size.bytes -eq $null } | Should -HaveCount 1
        { Get-MatchImage -Filter { $_.Added -gt (Get-Date) } } | Should -Throw '*put its result into a variable first*'
        { Get-MatchImage -Filter { $_.Metadata.name -eq $nmae } } | Should -Throw '*$nmae*not set*'
    }

    It 'completes metadata keys' {
        $line = 'Get-MatchImage -Filter byt'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "@{ 'metadata.size.bytes' = '' }"
    }

    It 'finds records of files that are gone' {
        Copy-Item samples/city.jpg gone.jpg
        Add-MatchImage gone.jpg
        Remove-Item gone.jpg
        Get-MatchImage gone.jpg | Should -HaveCount 1
    }

    It 'says which path is not there, and goes on' {
        Get-MatchImage samples/city.jpg, nowhere.jpg, samples/fruit.jpg -ErrorVariable failed -ErrorAction SilentlyContinue | Should -HaveCount 2
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecordNotFound,*'
        Get-MatchImage nothing* | Should -BeNullOrEmpty
    }
}
