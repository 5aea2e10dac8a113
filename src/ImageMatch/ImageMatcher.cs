using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;

namespace ImageMatch;

/// <summary>
/// The whole engine at one place: signs pictures, stores their signatures with any metadata, and finds copies of a picture among them. The sessions take
/// many pictures and sign them in parallel.
/// </summary>
public sealed class ImageMatcher
{
    /// <summary>Makes a matcher.</summary>
    /// <param name="store">Where signatures are kept; it stays the caller's.</param>
    /// <param name="signer">Signs by the store's profile.</param>
    /// <exception cref="ArgumentException">The signer follows another profile than the store.</exception>
    public ImageMatcher(ISignatureStore store, ImageSigner signer)
    {
        if (signer.Profile != store.Profile)
        {
            throw new ArgumentException("The signer must follow the store's profile, or its signatures could not be compared with those stored.", nameof(signer));
        }

        Store = store;
        Signer = signer;
    }

    /// <summary>Where signatures are kept.</summary>
    public ISignatureStore Store { get; }

    /// <summary>What signs.</summary>
    public ImageSigner Signer { get; }

    /// <summary>Signs a picture without storing it.</summary>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    public SignedPicture Sign(ImageInput input, CancellationToken cancellationToken = default) => Signer.Sign(input, cancellationToken: cancellationToken);

    /// <summary>Begins to add pictures as they come.</summary>
    public AddSession BeginAdd(AddOptions? options = null, CancellationToken cancellationToken = default) =>
        new(Store, Signer, options ?? new AddOptions(), cancellationToken);

    /// <summary>Adds pictures.</summary>
    /// <returns>An answer for each, in their order, after its commit.</returns>
    /// <exception cref="StoreException">The store does not take them.</exception>
    public IEnumerable<AddResult> Add(IEnumerable<ImageInput> pictures, AddOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var session = BeginAdd(options, cancellationToken);
        foreach (var picture in pictures)
        {
            session.Post(new AddRequest(picture));
            while (session.IsFull)
            {
                foreach (var result in session.Drain(Timeout.InfiniteTimeSpan))
                {
                    yield return result;
                }
            }
        }

        session.Flush();
        while (session.Waiting > 0)
        {
            foreach (var result in session.Drain(Timeout.InfiniteTimeSpan))
            {
                yield return result;
            }
        }
    }

    /// <summary>Begins to search for pictures as they come.</summary>
    public SearchSession BeginSearch(SearchOptions? options = null, CancellationToken cancellationToken = default) =>
        new(Store, Signer, options ?? new SearchOptions(), cancellationToken);

    /// <summary>Searches for a picture.</summary>
    /// <returns>The matches below the cut-off, nearest first.</returns>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    /// <exception cref="StoreException">The store cannot answer.</exception>
    public SearchAnswer Search(ImageInput picture, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var session = BeginSearch(options, cancellationToken);
        session.Post(new SearchRequest(picture));
        session.Flush();
        var result = session.Drain(Timeout.InfiniteTimeSpan)[0];
        return result.Answer ?? throw result.Error!;
    }

    /// <summary>Removes records; no file is touched.</summary>
    /// <returns>The ids that were there.</returns>
    public ChangeAnswer Remove(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => Store.Remove(ids, cancellationToken);
}
