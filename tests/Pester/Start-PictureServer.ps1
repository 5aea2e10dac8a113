# Dot-sourced by files that need pictures at an address: Start-PictureServer serves the files of a folder on this machine, until Stop-PictureServer.
function Start-PictureServer([string] $Folder) {
    $listener = [Net.HttpListener]::new()
    $address = "http://127.0.0.1:$(Get-Random -Minimum 15000 -Maximum 20000)/"
    $listener.Prefixes.Add($address)
    $listener.Start()
    $job = Start-ThreadJob -ArgumentList $listener, (Resolve-Path $Folder).Path {
        param($listener, $folder)
        while ($true) {
            $request = $listener.GetContextAsync()
            # Short waits: a job ends between calls, and a listener that is closed does not always end one.
            while (-not $request.AsyncWaitHandle.WaitOne(100)) { }
            $context = $request.Result
            $picture = Join-Path $folder $context.Request.Url.Segments[-1]
            $context.Response.Close([IO.File]::ReadAllBytes($picture), $true)
        }
    }
    [pscustomobject]@{ Address = $address.TrimEnd('/'); Listener = $listener; Job = $job }
}

function Stop-PictureServer([pscustomobject] $Server) {
    $Server.Job | Remove-Job -Force
    $Server.Listener.Close()
}
