using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

public class SearchMatchImageTests
{
    [Fact]
    public void Results_come_in_the_order_of_the_pictures_asked_for()
    {
        using var session = Added();
        var asked = session.Run("param($samples) Get-ChildItem $samples -File | Where-Object Extension -ne '.json' | Search-MatchImage -First 1", TestFiles.Samples).Values("QueryPath");
        Assert.Equal(15, asked.Count);
        Assert.Equal(session.Run("param($samples) Get-ChildItem $samples -File | Where-Object Extension -ne '.json'", TestFiles.Samples).Values("FullName"), asked);
    }

    [Fact]
    public void Cut_off_first_and_exclude_self_narrow_the_results()
    {
        using var session = Added();
        Assert.Equal(4, session.Run("param($samples) Search-MatchImage $samples/harbour-small.jpg -DistanceCutoff 0.1", TestFiles.Samples).Clean().Count);
        Assert.Equal(3, session.Run("param($samples) Search-MatchImage $samples/harbour-small.jpg -First 3", TestFiles.Samples).Clean().Count);
        var without = session.Run("param($samples) Search-MatchImage $samples/harbour-small.jpg -First 3 -ExcludeSelf", TestFiles.Samples).Values("Path");
        Assert.Equal(3, without.Count);
        Assert.DoesNotContain(Path.Combine(TestFiles.Samples, "harbour-small.jpg"), without);
    }

    [Fact]
    public void Signatures_records_and_results_are_searched_for_from_the_pipeline()
    {
        using var session = Added();
        var direct = session.Run("param($samples) Search-MatchImage $samples/harbour.jpg", TestFiles.Samples).Values("Dist");
        Assert.Equal(direct, session.Run("param($samples) Get-ImageSignature $samples/harbour.jpg | Search-MatchImage", TestFiles.Samples).Values("Dist"));
        Assert.Equal(direct, session.Run("param($samples) Get-MatchImage $samples/harbour.jpg | Search-MatchImage", TestFiles.Samples).Values("Dist"));
        Assert.Equal(direct.Count - 1, session.Run("param($samples) Get-MatchImage $samples/harbour.jpg | Search-MatchImage -ExcludeSelf", TestFiles.Samples).Clean().Count);
        var turned = session.Run("param($samples) Get-ImageSignature $samples/harbour-negative.jpg -AllOrientations | Search-MatchImage -AllOrientations -First 1", TestFiles.Samples);
        Assert.Equal("harbour-negative.jpg", Path.GetFileName((string)turned.Single().Properties["Path"].Value));
    }

    [Fact]
    public void A_signature_of_another_profile_is_refused()
    {
        using var session = Added();
        var run = session.Run("param($samples) Get-ImageSignature $samples/harbour.jpg -Transparency Ignore | Search-MatchImage", TestFiles.Samples);
        Assert.StartsWith("SignatureProfileMismatch,", run.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_are_searched_without_storing()
    {
        using var session = new PowerShellSession();
        var run = session.Run("param($samples) Search-MatchImage $samples/harbour.jpg -Folder $samples -ExcludeSelf", TestFiles.Samples);
        Assert.Equal(7, run.Clean().Count);
        Assert.False(File.Exists(session.StorePath));
    }

    [Fact]
    public void A_filter_narrows_before_first()
    {
        using var session = Added();
        session.Run("param($samples) Set-MatchImage $samples/harbour-framed.gif @{ rights = 'press' }", TestFiles.Samples).Clean();
        var found = session.Run("param($samples) Search-MatchImage $samples/harbour.jpg -First 1 -Filter @{ 'metadata.rights' = 'PRESS' }", TestFiles.Samples).Single();
        Assert.EndsWith("harbour-framed.gif", (string)found.Properties["Path"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_show_what_they_are_of()
    {
        using var session = new PowerShellSession();
        var signature = session.Run("param($samples) Get-ImageSignature $samples/harbour-phone.jpg", TestFiles.Samples).Single();
        Assert.Equal(648, ((sbyte[])signature.Properties["Values"].Value).Length);
        Assert.Equal(63, ((long[])signature.Properties["Words"].Value).Length);
        Assert.Equal(false, signature.Properties["IsFeatureless"].Value);
        Assert.Equal("Jpeg", signature.Properties["Format"].Value.ToString());
        Assert.True((int)signature.Properties["Width"].Value > (int)signature.Properties["Height"].Value);
    }

    [Fact]
    public void Pictures_are_compared()
    {
        using var session = new PowerShellSession();
        var compared = session.Run("param($samples) Compare-ImageSignature $samples/harbour.jpg $samples/harbour-small.jpg, $samples/harbour-mirrored.png", TestFiles.Samples).Clean();
        Assert.Equal(0.0642, (double)compared[0].Properties["Dist"].Value, 4);
        Assert.Equal("Mirrored", compared[1].Properties["Orientation"].Value.ToString());
        Assert.True((double)compared[1].Properties["OrientedDist"].Value < 0.1);
        Assert.True((double)compared[1].Properties["Distance"].Value > 0.5);
    }

    [Theory]
    [InlineData("Light")]
    [InlineData("Full")]
    public void A_store_with_crop_tolerance_finds_crops_frames_and_signatures_alike(string tolerance)
    {
        using var session = new PowerShellSession();
        session.Run($"param($samples) Set-MatchConnection crops.db -CropTolerance {tolerance}; Add-MatchImage $samples", TestFiles.Samples).Clean();
        Assert.Equal(15L, session.Run("(Get-MatchConnection).Count").Single().BaseObject);

        var plain = session.Run("param($samples) Search-MatchImage $samples/harbour.jpg -ExcludeSelf", TestFiles.Samples).Clean();
        Assert.Equal(7, plain.Count);
        var framed = plain.Single(hit => ((string)hit.Properties["Path"].Value).EndsWith("framed.gif", StringComparison.Ordinal));
        Assert.StartsWith("query ", framed.Properties["Window"].Value.ToString(), StringComparison.Ordinal);
        Assert.True((double)framed.Properties["Dist"].Value < 0.2);
        Assert.Contains(plain, hit => hit.Properties["Window"].Value is null);

        var direct = session.Run("param($samples) Search-MatchImage $samples/harbour.jpg", TestFiles.Samples).Values("Dist");
        Assert.Equal(direct, session.Run("param($samples) Get-ImageSignature $samples/harbour.jpg | Search-MatchImage", TestFiles.Samples).Values("Dist"));
        Assert.Equal(direct, session.Run("param($samples) Search-MatchImage $samples/harbour.jpg -Folder $samples", TestFiles.Samples).Values("Dist"));
        var turned = session.Run("param($samples) Search-MatchImage $samples/harbour-framed.gif -AllOrientations", TestFiles.Samples).Clean();
        Assert.Equal(11, turned.Count);
    }

    [Fact]
    public void An_explanation_names_the_windows_through_which_a_crop_is_found()
    {
        const string Explain = "param($samples) Compare-ImageSignature $samples/harbour-cropped.jpg $samples/harbour.jpg -Explain -DistanceCutoff 0.3";
        using var session = new PowerShellSession();
        var plain = session.Run(Explain, TestFiles.Samples).Clean().Single();
        Assert.Null(plain.Properties["Window"].Value);
        Assert.NotEmpty((Array)plain.Properties["LostBy"].Value);

        var tolerant = session.Run($"{Explain.Replace(") ", ") Set-MatchConnection crops.db -CropTolerance Light; ", StringComparison.Ordinal)}", TestFiles.Samples).Clean().Single();
        Assert.StartsWith("query ", tolerant.Properties["Window"].Value.ToString(), StringComparison.Ordinal);
        Assert.True((bool)tolerant.Properties["IsThroughWindow"].Value);
        Assert.Equal("ImageMatchIndex: Cutoff Loses", Assert.Single(((Array)tolerant.Properties["LostBy"].Value).Cast<object>()).ToString());
    }

    [Fact]
    public void An_explanation_warns_of_a_filter_on_files_and_takes_windows_of_the_files_of_records()
    {
        using var session = new PowerShellSession();
        session.Run("param($samples) Set-MatchConnection crops.db -CropTolerance Light; Add-MatchImage $samples/harbour.jpg, $samples/harbour-cropped.jpg", TestFiles.Samples).Clean();

        var filtered = session.Run("param($samples) Compare-ImageSignature $samples/city.jpg $samples/fruit.jpg -Explain -Filter @{ Format = 'Jpeg' }", TestFiles.Samples);
        Assert.StartsWith("-Filter is looked at for stored pictures alone", filtered.Warnings.Single(), StringComparison.Ordinal);

        var records = session.Run(
            "param($samples) Compare-ImageSignature (Get-MatchImage $samples/harbour-cropped.jpg) (Get-MatchImage $samples/harbour.jpg) -Explain -DistanceCutoff 0.3 -Filter { $_.Width -gt 1 }",
            TestFiles.Samples);
        Assert.True((bool)records.Clean().Single().Properties["IsThroughWindow"].Value);
        Assert.Empty(records.Warnings);

        var mismatch = session.Run("param($samples) Compare-ImageSignature $samples/city.jpg (Get-ImageSignature $samples/city.jpg -Transparency Ignore)", TestFiles.Samples);
        Assert.Equal("ImageSignature", mismatch.Errors.Single().TargetObject is PSObject target ? target.BaseObject.GetType().Name : mismatch.Errors.Single().TargetObject.GetType().Name);
    }

    [Theory]
    [InlineData("Full", "")]
    [InlineData("None", "-QueryWindows")]
    public void Records_and_signatures_find_crops_as_their_files_do_and_it_is_said_where_these_are_gone(string tolerance, string parameters)
    {
        using var session = new PowerShellSession();
        var file = session.CopySample("harbour.jpg");
        session.Run($"param($samples) Set-MatchConnection crops.db -CropTolerance {tolerance}; Add-MatchImage harbour.jpg, $samples/harbour-cropped.jpg", TestFiles.Samples).Clean();

        var direct = session.Run($"Search-MatchImage harbour.jpg {parameters} -ExcludeSelf").Clean();

        Assert.NotNull(direct.Single().Properties["Window"].Value);
        foreach (var asked in new[] { "Get-MatchImage harbour.jpg", "Get-ImageSignature harbour.jpg", "Search-MatchImage harbour.jpg -First 1" })
        {
            var piped = session.Run($"{asked} | Search-MatchImage {parameters} -ExcludeSelf").Clean();
            Assert.Equal(direct.Single().Properties["Dist"].Value, piped.Single().Properties["Dist"].Value);
        }

        File.Copy(Path.Combine(TestFiles.Samples, "city.jpg"), file, overwrite: true);
        var run = session.Run($"Get-MatchImage harbour.jpg | Search-MatchImage {parameters} -ExcludeSelf -Verbose");
        Assert.StartsWith("1 of the pictures asked for were searched for without windows", run.Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains(run.Verbose, line => line.StartsWith($"'{file}' was searched for without windows", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_said_that_pictures_asked_for_have_too_little_detail()
    {
        using var session = Added();
        var blank = Path.Combine(session.Folder, "blank.gif");
        File.WriteAllBytes(blank, Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"));

        var run = session.Run("param($samples) Search-MatchImage blank.gif, $samples/city.jpg -Verbose", TestFiles.Samples);

        Assert.StartsWith("1 of the pictures asked for have too little detail", run.Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains(run.Verbose, line => line.StartsWith($"'{blank}' is featureless", StringComparison.Ordinal));
    }

    private static PowerShellSession Added()
    {
        var session = new PowerShellSession();
        session.Run("param($samples) Add-MatchImage $samples", TestFiles.Samples).Clean();
        return session;
    }
}
