namespace ImageMatch.PowerShell.Tests.Sessions;

/// <summary>A folder of one test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagematch-").FullName;

    /// <summary>Copies one of the project's pictures here.</summary>
    /// <returns>The path of the copy.</returns>
    public string CopySample(string name, string? newName = null)
    {
        string path = System.IO.Path.Combine(Path, newName ?? name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(System.IO.Path.Combine(ImageMatch.Tests.TestFiles.Samples, name), path);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Windows keeps a file that something still has open.
        }
    }
}
