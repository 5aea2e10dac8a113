using ImageMatch.Signatures;
using System.Text;

namespace ImageMatch.Stores;

/// <summary>What every store asks of a draft.</summary>
public static class DraftRules
{
    /// <summary>Ids and sources are at most this long in UTF-8, which is what Elasticsearch takes.</summary>
    public const int MaxIdBytes = 512;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a draft.</summary>
    /// <exception cref="StoreException">It cannot be stored (<see cref="StoreError.RecordRefused"/>).</exception>
    public static void Check(RecordDraft draft, SignatureProfile profile)
    {
        CheckText("path", draft.Key.Path, int.MaxValue);
        if (draft.Key.Source.Length > 0)
            CheckText("source", draft.Key.Source, MaxIdBytes);
        if (draft.Id is not null)
            CheckText("id", draft.Id, MaxIdBytes);
        if (draft.Key.Frame < 0)
            throw Refuse($"The frame of {draft.Key.Path} is {draft.Key.Frame}; frames count from 0.");

        if (draft.Signed is { } signed)
            CheckSigned(draft.Key, signed, profile);
        else if (draft.AsNew)
            throw Refuse($"A new record of {draft.Key.Path} needs a signature.");
    }

    private static void CheckSigned(RecordKey key, SignedPicture signed, SignatureProfile profile)
    {
        if (signed.Profile != profile)
        {
            IEnumerable<string> differences = SignatureProfileJson.Differences(profile, signed.Profile)
                .Select(choice => $"{choice.Name} {choice.Second} instead of {choice.First}");
            throw Refuse($"{key.Path} was signed with other options than those of the store ({string.Join(", ", differences)}). Sign it with the store's.");
        }

        if (profile.CropTolerance != CropTolerance.None && signed.Windows is null)
            throw Refuse($"{key.Path} was signed without the windows that the store keeps. Sign it to be stored.");

        int expected = profile.Options.ValueCount;
        if (signed.Signature.Values.Length != expected)
            throw Refuse($"The signature of {key.Path} has {signed.Signature.Values.Length} values; those of the store have {expected}.");
    }

    private static void CheckText(string what, string text, int maxBytes)
    {
        if (text.Length == 0)
            throw Refuse($"A record needs a {what} that is not empty.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Refuse($"The {what} '{text.Replace('\0', ' ')}' holds a null character.");

        try
        {
            if (StrictUtf8.GetByteCount(text) > maxBytes)
                throw Refuse($"The {what} '{text[..40]}…' takes more than {maxBytes} bytes.");
        }
        catch (EncoderFallbackException error)
        {
            throw new StoreException(StoreError.RecordRefused, $"The {what} '{text}' is no valid Unicode: it holds half of a surrogate pair.", error);
        }
    }

    private static StoreException Refuse(string message) => new(StoreError.RecordRefused, message);
}
