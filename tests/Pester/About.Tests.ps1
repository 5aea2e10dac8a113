BeforeAll {
    . $PSScriptRoot/Invoke-Page.ps1
    . $PSScriptRoot/Start-TestEngine.ps1
}

Describe 'The code of about_ImageMatch_Elasticsearch' {
    BeforeAll {
        . $PSScriptRoot/Enter-TestFolder.ps1
        $ofReference = 'Format-List Layout|Copy-MatchStore'
        if ($uri = Start-TestEngine) {
            $secured = Start-SecuredTestEngine
            Copy-Item $TestDrive/secured/ca.pem .
            $replace = @{ 'http://127.0.0.1:9200' = $uri; 'https://search.example.org:9200' = $secured; 'D:\Archive' = 'samples' }
            $null = Invoke-Page recipes/moving-from-image-match -Only '\[ordered\]' -Replace $replace
            $overReference = Invoke-Page en-US/about_ImageMatch_Elasticsearch -Only $ofReference -Replace $replace
            $null = Invoke-RestMethod "$uri/images" -Method Delete
            $printed = Invoke-Page en-US/about_ImageMatch_Elasticsearch -Except $ofReference -Replace $replace
        }
    }
    BeforeEach {
        if (-not $uri) {
            Set-ItResult -Skipped -Because 'there is no search engine, or no java, on this machine'
        }
    }
    AfterAll {
        Stop-TestEngine
        Stop-TestEngine secured
        Pop-Location
    }

    It 'takes over an index of image_match and copies it' {
        $overReference -join "`n" | Should -Match 'Layout : image_match \(flat documents\)\s+Count  : 15'
        (Get-MatchConnection -Connection "$uri/copies").Count | Should -Be 15
    }

    It 'makes an index, searches it, and finds metadata' {
        $printed -join "`n" | Should -Match 'harbour.jpg'
        (Get-MatchImage -Connection "$uri/images" -Query '{"match": {"metadata.things": "stuff!"}}').Path | Should -BeLike '*harbour.jpg'
        (Get-MatchConnection -Connection "$uri/images").Count | Should -Be 15
    }

    It 'connects with a password and an authority' {
        (Get-MatchConnection).Path | Should -BeLike 'https://*'
    }
}
