using ImageMatch.Tests.Recall;
using ImageMatch.Tests.Signatures;

namespace ImageMatch.Tests.Imaging;

/// <summary>From files to the signatures of the Python image_match.</summary>
public class ReferenceSigningTests
{
    [Fact]
    public void Every_sample_is_signed_as_by_the_reference()
    {
        Assert.All(GoldenRecords.Samples.Records, record =>
        {
            var signed = Signers.Reference.Sign(Path.Combine(TestFiles.Samples, record.Name));
            Assert.Equal(GoldenRecords.Samples.SignatureOf(record.Name), signed.Signature);
            Assert.Equal(record.Value.GetProperty("width").GetInt32(), signed.Facts.Width);
            Assert.Equal(record.Value.GetProperty("height").GetInt32(), signed.Facts.Height);
        });
    }

    [SkippableFact]
    public void Every_reference_picture_is_signed_as_by_the_reference()
    {
        TestFiles.RequireShared();
        Assert.All(GoldenRecords.Reference.Records, record => Assert.Equal(
            GoldenRecords.Reference.SignatureOf(record.Name), Signers.Reference.Sign(GoldenRecords.ReferencePicture(record.Name)).Signature));
    }

    [SkippableFact]
    public void Photographs_signed_in_parallel_are_signed_as_by_the_reference()
    {
        Assert.Equal(300, Photographs.All.Count);
        Parallel.ForEach(Photographs.All, new ParallelOptions { MaxDegreeOfParallelism = 4 }, photo =>
            Assert.Equal(photo.Signature, Signers.Reference.Sign(photo.File).Signature));
    }
}
