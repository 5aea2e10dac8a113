namespace ImageMatch.Tests;

/// <summary>Where tests find their files: those of the repository, and the shared ones beside it, which not every machine has.</summary>
internal static class TestFiles
{
    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The project's own pictures.</summary>
    public static string Samples { get; } = Path.Combine(RepositoryRoot, "samples");

    /// <summary>Reference values and larger sets of pictures, in ../shared beside the repository.</summary>
    public static string Shared { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared"));

    /// <summary>Skips the test where the shared files are absent.</summary>
    public static void RequireShared() => Skip.IfNot(Directory.Exists(Shared), "The folder ../shared with reference values is not on this machine.");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImageMatch.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds ImageMatch.sln.");
    }
}
