# Dot-sourced by files that need a search engine. Start-TestEngine gives the address of one below $TestDrive, or nothing where there is no engine or no java.
function Start-TestEngine([string] $Name = 'engine', [string[]] $Options) {
    $engines = Join-Path $PSScriptRoot ../../../shared/engines
    $engine = $env:IMAGEMATCH_TEST_ENGINE ? $env:IMAGEMATCH_TEST_ENGINE : 'elasticsearch-8.19.9'
    if ($IsLinux -and (Test-Path "$engines/$engine.tar.xz") -and (Get-Command java -CommandType Application -ErrorAction Ignore)) {
        bash $engines/start $engine $TestDrive/$Name --port (Get-Random -Minimum 20000 -Maximum 32000) @Options
    }
}

# The same over https with a password, which Get-Credential then gives; its authority is ca.pem beside the engine's files.
function Start-SecuredTestEngine {
    Start-TestEngine secured -Options '--password', 's3cret-pass', '--tls', 1
}

function Get-Credential {
    [pscredential]::new('elastic', (ConvertTo-SecureString s3cret-pass -AsPlainText -Force))
}

function Stop-TestEngine([string] $Name = 'engine') {
    if (Test-Path $TestDrive/$Name) {
        bash (Join-Path $PSScriptRoot ../../../shared/engines/stop) $TestDrive/$Name
    }
}
