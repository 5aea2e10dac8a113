namespace ImageMatch.PowerShell.Tests.Loading;

/// <summary>A script that calls each native library through the module's load context and tells the versions.</summary>
internal static class NativeScript
{
    public const string Text = """
        $backends = [Reflection.Assembly]::Load('ImageMatch.Backends')
        $context = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($backends)
        function Invoke-Static($assembly, $type, $method, $values) {
            $found = $context.LoadFromAssemblyName($assembly).GetType($type, $true).GetMethods().Where({ $_.Name -eq $method -and $_.IsStatic }, 'First')[0]
            $found.Invoke($null, $values)
        }
        "context $($context.Name)"
        "vips $(Invoke-Static NetVips NetVips.NetVips Version @(0, $true))"
        "magick $((Invoke-Static Magick.NET-Q8-AnyCPU ImageMagick.MagickNET get_Delegates @()).Length -gt 0)"
        $null = Invoke-Static SQLitePCLRaw.batteries_v2 SQLitePCL.Batteries_V2 Init @()
        "sqlite $((Invoke-Static SQLitePCLRaw.core SQLitePCL.raw sqlite3_libversion_number @()) -gt 3050000)"
        "provider $($context.LoadFromAssemblyName('Microsoft.Data.Sqlite').GetName().Version.Major)"
        """;

    public static readonly string[] Expected = ["context ImageMatch", "vips 8", "magick True", "sqlite True", "provider 10"];
}
