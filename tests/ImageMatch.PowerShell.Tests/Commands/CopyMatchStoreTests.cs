using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

public class CopyMatchStoreTests
{
    [Fact]
    public void A_store_is_copied_and_copied_again()
    {
        using var session = Added();

        var summary = session.Run("Copy-MatchStore copy.db -Verify").Single();
        Assert.Equal((4L, 0L, 0L), ((long)summary.Properties["Copied"].Value, (long)summary.Properties["Unchanged"].Value, (long)summary.Properties["Failed"].Value));
        Assert.True((TimeSpan)summary.Properties["Duration"].Value > TimeSpan.Zero);
        Assert.Equal(session.Run("Get-MatchImage").Values("Id"), session.Run("Get-MatchImage -Connection copy.db").Values("Id"));
        Assert.Single(session.Run("Search-MatchImage tree/city.jpg -First 1 -Connection copy.db").Clean());

        Assert.Equal([4L], session.Run("Copy-MatchStore copy.db -Verify").Values("Unchanged"));
    }

    [Fact]
    public void WhatIf_makes_no_store()
    {
        using var session = Added();
        Assert.Empty(session.Run("Copy-MatchStore copy.db -Verify -WhatIf").Clean());
        Assert.False(File.Exists(Path.Combine(session.Folder, "copy.db")));
    }

    [Fact]
    public void The_destination_gets_the_options_of_the_source_or_must_have_them()
    {
        using var session = Added();
        session.Run("Set-MatchConnection fine.db -SignatureOption @{ GridSize = 11 }; Add-MatchImage tree; Copy-MatchStore copy.db").Clean();
        Assert.Equal(11, session.Run("Set-MatchConnection copy.db; (Get-MatchConnection).Profile.Options.GridSize").Single().BaseObject);

        foreach (var destination in new[] { "fine.db", "(Set-MatchConnection new.db -Transparency Ignore -PassThru)" })
        {
            var error = session.Run("param($store) Copy-MatchStore -Connection $store -Destination " + destination, session.StorePath).Errors.Single();
            Assert.StartsWith("StoreProfileMismatch,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(session.Folder, "new.db")));
    }

    [Fact]
    public void What_cannot_be_copied_ends_the_command()
    {
        using var session = Added();
        Assert.StartsWith("StoreNotFound,", session.Run("Copy-MatchStore copy.db -Connection missing.db").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("CopyOntoItself,", session.Run("param($store) Copy-MatchStore $store", session.StorePath).Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(session.Folder, "copy.db")));
    }

    [Fact]
    public void A_destination_with_other_records_is_not_equal()
    {
        using var session = Added();
        session.CopySample("fruit.jpg");
        session.Run("Add-MatchImage fruit.jpg -Connection copy.db").Clean();

        var run = session.Run("Copy-MatchStore copy.db -Verify");

        Assert.Equal(4L, Assert.Single(run.Output).Properties["Copied"].Value);
        var error = Assert.Single(run.Errors);
        Assert.StartsWith("CopyDiffers,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("holds 5 records; the source holds 4", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_chooses_what_is_copied_and_compared()
    {
        using var session = Added();
        session.CopySample("fruit.jpg");
        session.Run("Add-MatchImage fruit.jpg -Connection copy.db").Clean();

        Assert.Equal([1L], session.Run("Copy-MatchStore copy.db -Filter { $_.Format -eq 'Png' } -Verify").Values("Copied"));
        Assert.Equal(["Jpeg", "Png"], session.Run("Get-MatchImage -Connection copy.db").Values("Format").Select(format => format!.ToString()!).Order());
    }

    private static PowerShellSession Added()
    {
        var session = AddMatchImageTests.WithTree();
        session.Run("Add-MatchImage tree -Recurse -Metadata @{ a = 1 }").Clean();
        return session;
    }
}
