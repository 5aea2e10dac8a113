using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>Every error of the module: its stable id and its category.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(Exception exception, object? target) => exception switch
    {
        ImageException image => new ErrorRecord(image, image.Error.ToString(), Category(image.Error), target),
        StoreException store => new ErrorRecord(store, store.Error.ToString(), Category(store.Error), target),
        SyncException sync => new ErrorRecord(sync, sync.Error.ToString(), Category(sync.Error), target),
        ArgumentException argument => new ErrorRecord(argument, "InvalidArgument", ErrorCategory.InvalidArgument, target),
        _ => new ErrorRecord(exception, "UnexpectedFailure", ErrorCategory.NotSpecified, target),
    };

    public static ErrorRecord RecordNotFound(string what) =>
        new(new ItemNotFoundException($"No record of '{what}' is in the store."), "RecordNotFound", ErrorCategory.ObjectNotFound, what);

    public static ErrorRecord SelectorMissing(string command) =>
        new(
            new ArgumentException($"{command} needs to be told which records: give -Path, -LiteralPath, -Id, -Filter or -Query, or pipe records to it."),
            "SelectorMissing",
            ErrorCategory.InvalidArgument,
            null);

    public static ErrorRecord DecisionSelectorMissing() =>
        new(
            new ArgumentException("Remove-MatchDecision needs to be told which decisions: give -Path or -Decision, or pipe decisions to it."),
            "SelectorMissing",
            ErrorCategory.InvalidArgument,
            null);

    public static ErrorRecord NotAFile(string path, string provider) =>
        new(
            new ArgumentException($"'{path}' belongs to PowerShell's {provider} provider; pictures are read from the file system."),
            "NotAFileSystemPath",
            ErrorCategory.InvalidArgument,
            path);

    public static ErrorRecord PathNotResolved(Exception exception, string path) => new(exception, "PathNotResolved", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord FolderUnreadable(Exception exception, string path) =>
        new(
            new IOException($"The folder '{path}' could not be read whole: {exception.Message}", exception),
            "FolderUnreadable",
            ErrorCategory.ReadError,
            path);

    public static ErrorRecord ScriptBlockFailed(RuntimeException exception, string parameter, object target) =>
        new(
            new RuntimeException($"The script block of -{parameter} failed for '{target}': {exception.Message}", exception),
            parameter + "ScriptFailed",
            ErrorCategory.InvalidOperation,
            target);

    public static ErrorRecord MetadataRefused(Exception exception, object? target) => new(exception, "MetadataRefused", ErrorCategory.InvalidData, target);

    public static ErrorRecord NameRefused(string message, object? target) =>
        new(new ArgumentException(message), "NameRefused", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord ProfileMismatch(string path, object target) =>
        new(
            new ArgumentException(
                $"The signature of '{path}' was made with other options than those it is to be compared by, so a distance would mean nothing. "
                + "Sign the picture again with Get-ImageSignature under the connection in use."),
            "SignatureProfileMismatch",
            ErrorCategory.InvalidArgument,
            target);

    public static ErrorRecord CopyOntoItself(MatchConnection store) =>
        new(
            new ArgumentException($"{store} cannot be copied onto itself: name another store as -Destination."),
            "CopyOntoItself",
            ErrorCategory.InvalidArgument,
            store);

    private static ErrorCategory Category(ImageError error) => error switch
    {
        ImageError.FileNotFound => ErrorCategory.ObjectNotFound,
        ImageError.FileUnreadable => ErrorCategory.ReadError,
        ImageError.TooManyPixels or ImageError.TooManyBytes => ErrorCategory.LimitsExceeded,
        ImageError.TooSlow => ErrorCategory.OperationTimeout,
        ImageError.DownloadFailed => ErrorCategory.ConnectionError,
        ImageError.RedirectRefused or ImageError.RedirectLoop => ErrorCategory.SecurityError,
        ImageError.OptionsRefused => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory Category(SyncError error) => error switch
    {
        SyncError.FolderNotFound => ErrorCategory.ObjectNotFound,
        SyncError.FolderUnreadable => ErrorCategory.ReadError,
        SyncError.SyncInProgress => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.LimitsExceeded,
    };

    private static ErrorCategory Category(StoreError error) => error switch
    {
        StoreError.StoreNotFound or StoreError.ReferenceNotFound => ErrorCategory.ObjectNotFound,
        StoreError.StoreReadOnly => ErrorCategory.PermissionDenied,
        StoreError.StoreBusy => ErrorCategory.ResourceBusy,
        StoreError.StoreFull => ErrorCategory.WriteError,
        StoreError.StoreUnreadable => ErrorCategory.OpenError,
        StoreError.StoreUnreachable => ErrorCategory.ConnectionError,
        StoreError.StoreAccessDenied => ErrorCategory.AuthenticationError,
        StoreError.StoreCertificateRefused => ErrorCategory.SecurityError,
        StoreError.StoreNewerSchema => ErrorCategory.InvalidData,
        StoreError.DecisionRefused => ErrorCategory.InvalidData,
        StoreError.CopyDiffers => ErrorCategory.InvalidResult,
        _ => ErrorCategory.InvalidArgument,
    };
}
