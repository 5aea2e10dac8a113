using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;
using ImageMatch.Tests.Elasticsearch;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>The session that image_match's documentation shows, with its pictures and its figures.</summary>
public class ImageMatchSessionTests
{
    private static readonly string[] Pictures = ["MonaLisa_Wikipedia.jpg", "MonaLisa_WikiImages.jpg", "Caravaggio_Wikipedia.jpg", "MonaLisa_Remix_Flickr.jpg"];

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-Compatible")]
    [InlineData("-DocumentType image")]
    public void An_index_gives_the_documented_figures(string options)
    {
        using var session = Connected($"-Uri {TestEngine.Shared.Uris[0]} -Index session-{Guid.NewGuid():N} {options}");

        Search_as_documented(session);

        var field = options.Contains("image", StringComparison.Ordinal) ? "image.metadata.things" : "metadata.things";
        var found = session.Run($$$"""Get-MatchImage -Query '{"match": {"{{{field}}}": "stuff!"}}'""").Single();
        Assert.EndsWith("MonaLisa_Remix_Flickr.jpg", (string)found.Properties["Path"].Value, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_gives_the_documented_figures()
    {
        using var session = Connected("session.db -Transparency Ignore -ExifOrientation Ignore");

        Search_as_documented(session);

        Assert.Equal("stuff!", session.Run("(Get-MatchImage -Filter @{ 'metadata.things' = 'stuff!' }).Metadata.things").Single().BaseObject);
        var refused = session.Run("""Get-MatchImage -Query '{"match": {"metadata.things": "stuff!"}}'""").Errors.Single();
        Assert.StartsWith("QueryRefused,", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static PowerShellSession Connected(string connection)
    {
        TestFiles.RequireShared();
        var session = new PowerShellSession();
        foreach (var name in Pictures)
        {
            File.Copy(Path.Combine(TestFiles.Shared, "reference", "images", name), Path.Combine(session.Folder, name));
        }

        session.Run($"Set-MatchConnection {connection}").Clean();
        return session;
    }

    private static void Search_as_documented(PowerShellSession session)
    {
        foreach (var name in Pictures)
        {
            session.Run($"Add-MatchImage {name}").Clean();
        }

        var search = "Search-MatchImage MonaLisa_WikiImages.jpg";
        Assert.Equal([0.0, 0.22095170140933634, 0.4255719698733665], session.Run(search).Values("Dist"));
        Assert.Equal(["MonaLisa_WikiImages.jpg", "MonaLisa_Wikipedia.jpg", "MonaLisa_Remix_Flickr.jpg"], session.Run(search).Values("Path").Select(path => Path.GetFileName((string)path!)));
        Assert.Equal([0.0, 0.22095170140933634], session.Run($"{search} -DistanceCutoff 0.3").Values("Dist"));
        Assert.Equal(["Caravaggio_Wikipedia.jpg"], session.Run("Search-MatchImage Caravaggio_Wikipedia.jpg").Values("Path").Select(path => Path.GetFileName((string)path!)));

        var squashed = Path.Combine(AppContext.BaseDirectory, "Data", "mona-lisa-squashed.jpg");
        Assert.Equal(3, session.Run("param($path) Search-MatchImage $path", squashed).Clean().Count);
        var turned = Path.Combine(AppContext.BaseDirectory, "Data", "mona-lisa-turned.jpg");
        Assert.Empty(session.Run("param($path) Search-MatchImage $path", turned).Clean());
        Assert.Equal(3, session.Run("param($path) Search-MatchImage $path -AllOrientations", turned).Clean().Count);

        session.Run("Add-MatchImage MonaLisa_Remix_Flickr.jpg -Metadata @{ things = 'stuff!' } -AsNew").Clean();
        var remix = session.Run("Search-MatchImage MonaLisa_Remix_Flickr.jpg -DistanceCutoff 0.01");
        Assert.Equal([0.0, 0.0], remix.Values("Dist"));
        Assert.Single(remix.Output, hit => hit.Properties["Metadata"].Value is not null);
    }
}
