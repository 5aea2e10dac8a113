namespace ImageMatch.PowerShell;

/// <summary>A filter that cannot be translated; the message names the part.</summary>
internal sealed class FilterException(string message, Exception? cause = null) : Exception(message, cause);
