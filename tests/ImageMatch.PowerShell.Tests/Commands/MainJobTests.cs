using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>The main job: pictures are added, and a copy finds the others.</summary>
public class MainJobTests
{
    private static readonly string[] Copies = ["harbour.jpg", "harbour-phone.jpg", "harbour-grey.webp", "harbour-squashed.jpg", "harbour-retouched.jpg", "harbour-cropped.jpg", "harbour-framed.gif"];

    [Fact]
    public void Search_lists_the_copies_in_the_order_of_their_distances()
    {
        using var session = new PowerShellSession();
        var found = session.Run("param($samples) Add-MatchImage $samples; Search-MatchImage $samples/harbour-small.jpg", TestFiles.Samples);
        Assert.Equal(["harbour-small.jpg", .. Copies], found.Values("Path").Select(path => Path.GetFileName((string)path!)));
        var distances = found.Values("Dist").Cast<double>().ToList();
        Assert.Equal(distances.Order(), distances);
        Assert.Equal(0, distances[0]);
        Assert.Equal(63, found.Values("Score")[0]);
    }

    [Fact]
    public void Adding_again_stores_nothing_twice()
    {
        using var session = new PowerShellSession();
        var first = session.Run("param($samples) Add-MatchImage $samples -PassThru", TestFiles.Samples).Values("Id");
        var second = session.Run("param($samples) Add-MatchImage $samples -PassThru -Verbose", TestFiles.Samples);
        Assert.Equal(first, second.Values("Id"));
        Assert.Contains("0 added, 0 updated, 15 unchanged.", second.Verbose);
        Assert.Equal(15L, session.Run("Get-MatchConnection").Values("Count").Single());
    }

    [Theory]
    [InlineData("harbour-turned.jpg", "Rotated90")]
    [InlineData("harbour-mirrored.png", "Mirrored")]
    [InlineData("harbour-negative.jpg", "Inverted")]
    public void All_orientations_find_turned_copies_and_name_what_was_done(string copy, string expected)
    {
        using var session = new PowerShellSession();
        var script = "param($samples, $copy) Add-MatchImage $samples/harbour.jpg; Search-MatchImage $samples/$copy; Search-MatchImage $samples/$copy -AllOrientations";
        var found = session.Run(script, TestFiles.Samples, copy).Single();
        var orientation = found.Properties["Orientation"].Value.ToString();
        Assert.True(orientation == expected || (expected == "Rotated90" && orientation == "Rotated270"), orientation);
    }

    [SkippableFact]
    public void The_documented_pictures_give_the_documented_distances()
    {
        TestFiles.RequireShared();
        using var session = new PowerShellSession();
        var pictures = Path.Combine(TestFiles.Shared, "reference", "images");
        var found = session.Run("param($pictures) Add-MatchImage $pictures/*.jpg; Search-MatchImage $pictures/MonaLisa_WikiImages.jpg", pictures).Values("Dist");
        Assert.Equal([0.0, 0.22095170140933634, 0.4255719698733665], found.Cast<double>());
        Assert.Equal("Caravaggio_Wikipedia.jpg", Path.GetFileName((string)session.Run("param($pictures) Search-MatchImage $pictures/Caravaggio*", pictures).Single().Properties["Path"].Value));
    }

    [SkippableFact]
    public void Three_hundred_photographs_are_added_once_through_the_pipeline()
    {
        TestFiles.RequireShared();
        using var session = new PowerShellSession();
        var photos = Path.Combine(TestFiles.Shared, "images");
        const string Script = "param($photos) Get-ChildItem -Recurse $photos/photos | Add-MatchImage -Verbose";
        Assert.Contains("300 added, 0 updated, 0 unchanged.", session.Run(Script, photos).Verbose);
        Assert.Contains("0 added, 0 updated, 300 unchanged.", session.Run(Script, photos).Verbose);
        var found = session.Run("param($photos) Get-ChildItem $photos/photos | Search-MatchImage -First 1", photos);
        Assert.Equal(300, found.Output.Count);
        Assert.All(found.Output, result => Assert.Equal(result.Properties["QueryPath"].Value, result.Properties["Path"].Value));
    }
}
