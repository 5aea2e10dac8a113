Describe 'Add-MatchImage' {
    BeforeEach { . $PSScriptRoot/Enter-TestFolder.ps1 }
    AfterEach { Pop-Location }

    Context 'which pictures' {
        It 'stores the files of a folder, once' {
            Add-MatchImage samples
            (Get-MatchConnection).Count | Should -Be 15
            Add-MatchImage samples
            (Get-MatchConnection).Count | Should -Be 15
        }

        It 'takes the files below with -Recurse only' {
            $null = New-Item samples/inner -ItemType Directory
            Move-Item samples/city.jpg samples/inner
            Add-MatchImage samples -PassThru | Should -HaveCount 14
            Add-MatchImage samples -Recurse -PassThru | Should -HaveCount 15
        }

        It 'takes what Get-ChildItem emits, folders passed over' {
            $null = New-Item samples/inner -ItemType Directory
            Move-Item samples/city.jpg samples/inner
            Get-ChildItem samples | Add-MatchImage -PassThru | Should -HaveCount 14
            Get-ChildItem samples -Recurse | Add-MatchImage -PassThru | Should -HaveCount 15
        }

        It 'takes a list of names from the pipeline' {
            'samples/city.jpg', 'samples/fruit.jpg' | Set-Content list.txt
            Get-Content list.txt | Add-MatchImage -PassThru | Split-Path -Leaf | Should -Be 'city.jpg', 'fruit.jpg'
        }

        It 'takes wildcards, and files whose name looks like one' {
            Add-MatchImage samples/h*-s*.jpg -PassThru | Should -HaveCount 2
            Copy-Item samples/city.jpg 'a[1].jpg'
            Copy-Item samples/fruit.jpg a1.jpg
            (Add-MatchImage -LiteralPath 'a[1].jpg' -PassThru).Path | Should -Be (Join-Path $PWD 'a[1].jpg')
            (Get-Item -LiteralPath 'a[1].jpg' | Add-MatchImage -PassThru).Path | Should -Be (Join-Path $PWD 'a[1].jpg')
        }

        It 'narrows a folder by -Include and -Exclude' {
            Add-MatchImage samples -Include *.jpg -Exclude *-small* -PassThru | Should -HaveCount 10
        }

        It 'follows the current location of PowerShell' {
            Set-Location samples
            (Add-MatchImage city.jpg -PassThru).Path | Should -Be (Join-Path $TestDrive samples city.jpg)
        }

        It 'takes bytes and streams with a name' {
            $file = Join-Path $PWD samples city.jpg
            (Add-MatchImage -Content ([IO.File]::ReadAllBytes($file)) -Name 'city' -PassThru).Path | Should -Be 'city'
            $stream = [IO.File]::OpenRead($file)
            try { (Add-MatchImage -Content $stream -Name 'town' -PassThru).Path | Should -Be 'town' } finally { $stream.Dispose() }
        }

        It 'stores a picture under another name' {
            (Add-MatchImage samples/city.jpg -Name 'archive/1' -PassThru).Path | Should -Be 'archive/1'
            Add-MatchImage samples/c*, samples/f* -Name { 'archive/' + $_.BaseName } -PassThru | ForEach-Object Path | Should -Be 'archive/city', 'archive/fruit'
        }
    }

    Context 'metadata' {
        It 'comes back as an object: <Name>' -ForEach @(
            @{ Name = 'hashtable'; Metadata = @{ things = 'stuff'; many = 1, 2 } }
            @{ Name = 'object'; Metadata = [pscustomobject]@{ things = 'stuff'; many = 1, 2 } }
            @{ Name = 'script block'; Metadata = { @{ things = 'stuff'; many = 1, 2 } } }
        ) {
            Add-MatchImage samples/city.jpg -Metadata $Metadata
            $stored = (Get-MatchImage samples/city.jpg).Metadata
            $stored.things | Should -Be 'stuff'
            $stored.many | Should -Be 1, 2
        }

        It 'is asked of a script block for each file' {
            Add-MatchImage samples/c*, samples/f* -Metadata { @{ name = $_.BaseName } } -PassThru | ForEach-Object { $_.Metadata.name } | Should -Be 'city', 'fruit'
        }

        It 'stays where none is given, and is stored for unchanged files too' {
            Add-MatchImage samples/city.jpg -Metadata @{ a = 1 }
            Add-MatchImage samples/city.jpg -Force
            (Get-MatchImage samples/city.jpg).Metadata.a | Should -Be 1
            Add-MatchImage samples/city.jpg -Metadata @{ a = 2 }
            (Get-MatchImage samples/city.jpg).Metadata.a | Should -Be 2
        }
    }

    Context 'again' {
        It 'signs no file that did not change' {
            Add-MatchImage samples
            $said = Add-MatchImage samples -Verbose 4>&1
            $said.Message | Should -Contain '0 added, 0 updated, 15 unchanged.'
        }

        It 'signs a changed file again' {
            Copy-Item samples/city.jpg picture.jpg
            $before = Add-MatchImage picture.jpg -PassThru
            Copy-Item samples/fruit.jpg picture.jpg -Force
            $after = Add-MatchImage picture.jpg -PassThru
            $after.Id | Should -Be $before.Id
            $after.ContentHash | Should -Not -Be $before.ContentHash
        }

        It 'tells by content what kept its length and time' {
            Copy-Item samples/city.jpg picture.jpg
            $null = Add-MatchImage picture.jpg
            $time = (Get-Item picture.jpg).LastWriteTime
            $bytes = [IO.File]::ReadAllBytes((Join-Path $PWD picture.jpg))
            $bytes[-3000] = $bytes[-3000] -bxor 1
            [IO.File]::WriteAllBytes((Join-Path $PWD picture.jpg), $bytes)
            (Get-Item picture.jpg).LastWriteTime = $time
            $before = Get-MatchImage picture.jpg
            (Add-MatchImage picture.jpg -PassThru).ContentHash | Should -Be $before.ContentHash
            (Add-MatchImage picture.jpg -VerifyContent -PassThru).ContentHash | Should -Not -Be $before.ContentHash
        }

        It 'stores another record with -AsNew' {
            Add-MatchImage samples/city.jpg
            Add-MatchImage samples/city.jpg -AsNew
            Get-MatchImage samples/city.jpg | Should -HaveCount 2
        }
    }

    Context 'what goes wrong' {
        It 'says what is wrong with <Name> and stores the others' -ForEach @(
            @{ Name = 'missing.jpg'; Id = 'FileNotFound'; Bytes = $null }
            @{ Name = 'empty.jpg'; Id = 'EmptyFile'; Bytes = [byte[]]@() }
            @{ Name = 'text.jpg'; Id = 'NotAPicture'; Bytes = [Text.Encoding]::ASCII.GetBytes('this is a letter') }
            @{ Name = 'half.jpg'; Id = 'TruncatedPicture'; Bytes = [IO.File]::ReadAllBytes("$PSScriptRoot/../../samples/city.jpg")[0..50000] }
        ) {
            if ($null -ne $Bytes) { [IO.File]::WriteAllBytes((Join-Path $PWD $Name), $Bytes) }
            $added = 'samples/city.jpg', $Name, 'samples/fruit.jpg' | Add-MatchImage -PassThru -ErrorVariable failed -ErrorAction SilentlyContinue
            $added | Should -HaveCount 2
            $failed | Should -HaveCount 1
            $failed[0].FullyQualifiedErrorId | Should -Be "$Id,ImageMatch.PowerShell.AddMatchImageCommand"
            $failed[0].TargetObject | Should -Be (Join-Path $PWD $Name)
        }

        It 'refuses more pixels and bytes than allowed' {
            { Add-MatchImage samples/city.jpg -MaxPixels 1000 -ErrorAction Stop } | Should -Throw -ErrorId 'TooManyPixels,*'
            { Add-MatchImage samples/city.jpg -MaxBytes 1000 -ErrorAction Stop } | Should -Throw -ErrorId 'TooManyBytes,*'
        }

        It 'passes over what does not claim to be a picture' {
            'a letter' | Set-Content samples/letter.txt
            $said = Add-MatchImage samples -Verbose 4>&1
            $said.Message -like 'Passed over: 1 files that are no pictures*' | Should -HaveCount 1
            { Add-MatchImage samples/letter.txt -ErrorAction Stop } | Should -Throw -ErrorId 'NotAPicture,*'
        }

        It 'makes what a script block throws the error of its file alone' {
            $added = Add-MatchImage samples/c*, samples/f* -Metadata { if ($_.Name -like 'c*') { throw 'no' } else { @{ a = 1 } } } -PassThru -ErrorVariable failed -ErrorAction SilentlyContinue
            $added | Should -HaveCount 1
            $failed.FullyQualifiedErrorId | Should -BeLike 'MetadataScriptFailed,*'
        }

        It 'stores each picture of a file with -AllFrames' {
            Add-MatchImage samples/harbour-framed.gif -AllFrames -PassThru | ForEach-Object Frame | Should -Be 0
            (Get-MatchImage samples/harbour-framed.gif).FrameCount | Should -Be 1
        }

        It 'keeps what was signed when the pipeline ends early' {
            $first = Get-ChildItem samples | Add-MatchImage -PassThru | Select-Object -First 1
            Get-MatchImage -Id $first.Id | Should -HaveCount 1
        }
    }

    It 'does nothing with -WhatIf, not even make a store' {
        Add-MatchImage samples -WhatIf
        Test-Path pictures.db | Should -BeFalse
    }
}
