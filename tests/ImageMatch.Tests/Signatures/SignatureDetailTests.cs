using ImageMatch.Signatures;
using ImageMatch.Tests.Imaging;
using ImageMatch.Tests.Stores;
using NetVips;

namespace ImageMatch.Tests.Signatures;

public class SignatureDetailTests
{
    [Fact]
    public void Photographs_are_trusted_turned_and_inverted_as_much()
    {
        foreach (string file in Directory.GetFiles(TestFiles.Samples, "harbour*.jpg").Append(Path.Combine(TestFiles.Samples, "city.jpg")))
            Assert.False(Signers.Default.Sign(file).Signature.IsWeak, file);

        Signature signature = Signers.Default.Sign(Path.Combine(TestFiles.Samples, "city.jpg")).Signature;
        Assert.All(Orientations.All, way => Assert.Equal(signature.Detail, signature.Permuted(way, SignatureOptions.Default).Detail));
    }

    [Fact]
    public void Gradients_are_full_of_values_and_weak_all_the_same()
    {
        using Image shade = (Image.Xyz(400, 300)[0] * 0.3 + 60).Cast(Enums.BandFormat.Uchar);
        Signature signature = Signers.Default.Sign(shade.PngsaveBuffer()).Signature;

        Assert.True(signature.Values.Count((sbyte)0) < 324);
        Assert.True(signature.IsWeak);
        Assert.Equal(0, TestRecords.Gradient.Detail);
    }

    [Fact]
    public void A_page_with_a_line_of_text_is_weak()
    {
        using Image text = Image.Text("Page 12 of 300", dpi: 100);
        using Image page = (255 - text.Embed(80, 60, 850, 1100)).Cast(Enums.BandFormat.Uchar);

        Assert.True(Signers.Default.Sign(page.JpegsaveBuffer()).Signature.IsWeak);
    }

    [Fact]
    public void Nothing_has_no_detail_and_noise_has_most()
    {
        Assert.Equal(0, new Signature(new sbyte[648]).Detail);
        Assert.InRange(TestRecords.Signature(1).Detail, 0.75, 0.85);
    }

    [Fact]
    public void Other_grids_and_four_neighbours_are_measured_alike()
    {
        foreach (SignatureOptions options in (SignatureOptions[])[new() { GridSize = 5 }, new() { DiagonalNeighbors = false }, new() { GridSize = 12, DiagonalNeighbors = false }])
        {
            using Picture picture = TestPictures.Read(Path.Combine(TestFiles.Samples, "city.jpg"));
            Assert.InRange(new SignatureGenerator(options).Sign(picture).Detail, 0.4, 0.9);
        }
    }

    [SkippableFact]
    public void Few_photographs_are_weak()
    {
        TestFiles.RequireShared();
        Assert.Equal(2, File.ReadLines(Path.Combine(TestFiles.Shared, "reference", "photos.tsv"))
            .Count(line => new Signature([.. line.Split('\t')[1].Select(digit => (sbyte)(digit - '2'))]).IsWeak));
    }
}
