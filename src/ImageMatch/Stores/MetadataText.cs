using System.Text.Json;

namespace ImageMatch.Stores;

/// <summary>Metadata as the JSON text that stores keep, which comes back as it was given to the last character.</summary>
public static class MetadataText
{
    /// <summary>Metadata was valid JSON for whoever made the element, perhaps with comments, and comes back as it was.</summary>
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 1000 };

    /// <summary>The text of metadata; null for none.</summary>
    /// <exception cref="StoreException">It could not be read again.</exception>
    public static string? Write(JsonElement? metadata)
    {
        if (metadata is not { } element)
            return null;

        try
        {
            string text = element.GetRawText();
            Read(text);
            return text;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new StoreException(StoreError.RecordRefused, $"The metadata is no JSON that can be stored: {error.Message}", error);
        }
    }

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    public static JsonElement Read(string text) => JsonElement.Parse(text, Options);
}
