namespace ImageMatch.Stores;

/// <summary>Why a store could not do what was asked. The names are the error ids that PowerShell shows.</summary>
public enum StoreError
{
    /// <summary>There is no store there, and only adding, syncing and copying make one.</summary>
    StoreNotFound,

    /// <summary>The file is no store, or is damaged, or may not be read.</summary>
    StoreUnreadable,

    /// <summary>The store may not be written.</summary>
    StoreReadOnly,

    /// <summary>The store was made by a newer version.</summary>
    StoreNewerSchema,

    /// <summary>The store was made with other options than those asked for.</summary>
    StoreProfileMismatch,

    /// <summary>Others kept the store locked for too long.</summary>
    StoreBusy,

    /// <summary>The disk is full, or the file may not grow.</summary>
    StoreFull,

    /// <summary>The place asks for care: a network file system without -Force.</summary>
    StoreLocationRefused,

    /// <summary>The record cannot be stored or changed as asked.</summary>
    RecordRefused,

    /// <summary>The decision cannot be kept: it is about no content, or about one content twice.</summary>
    DecisionRefused,

    /// <summary>A copy of a store is not equal to it.</summary>
    CopyDiffers,

    /// <summary>The filter or query cannot be answered by this store.</summary>
    QueryRefused,

    /// <summary>Nothing of a reference is in the store, so that it would protect nothing.</summary>
    ReferenceNotFound,

    /// <summary>The store's machines do not answer, or not as they should.</summary>
    StoreUnreachable,

    /// <summary>The store does not let this user do that.</summary>
    StoreAccessDenied,

    /// <summary>The certificate that a machine of the store shows is not trusted.</summary>
    StoreCertificateRefused,
}

/// <summary>What a store throws.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The kind, stable.</param>
    /// <param name="message">What, where and what to do, in a sentence.</param>
    /// <param name="innerException">What the engine below said.</param>
    public StoreException(StoreError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>The kind of failure.</summary>
    public StoreError Error { get; }
}
