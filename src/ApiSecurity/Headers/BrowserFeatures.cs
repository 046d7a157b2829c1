namespace ApiSecurity.Headers;

/// <summary>The names of features that a Permissions-Policy can open and close.</summary>
public static class BrowserFeatures
{
    /// <summary>Motion of the device.</summary>
    public const string Accelerometer = "accelerometer";

    /// <summary>Media that starts by itself.</summary>
    public const string Autoplay = "autoplay";

    /// <summary>Cameras.</summary>
    public const string Camera = "camera";

    /// <summary>Reading the clipboard.</summary>
    public const string ClipboardRead = "clipboard-read";

    /// <summary>Writing to the clipboard.</summary>
    public const string ClipboardWrite = "clipboard-write";

    /// <summary>APIs that need cross-origin isolation.</summary>
    public const string CrossOriginIsolated = "cross-origin-isolated";

    /// <summary>Capturing the screen.</summary>
    public const string DisplayCapture = "display-capture";

    /// <summary>Protected media.</summary>
    public const string EncryptedMedia = "encrypted-media";

    /// <summary>Filling the screen.</summary>
    public const string Fullscreen = "fullscreen";

    /// <summary>Game controllers.</summary>
    public const string Gamepad = "gamepad";

    /// <summary>The place of the device.</summary>
    public const string Geolocation = "geolocation";

    /// <summary>Orientation of the device.</summary>
    public const string Gyroscope = "gyroscope";

    /// <summary>Human interface devices.</summary>
    public const string Hid = "hid";

    /// <summary>Whether the user is there.</summary>
    public const string IdleDetection = "idle-detection";

    /// <summary>The layout of the keyboard.</summary>
    public const string KeyboardMap = "keyboard-map";

    /// <summary>The magnetic field.</summary>
    public const string Magnetometer = "magnetometer";

    /// <summary>Microphones.</summary>
    public const string Microphone = "microphone";

    /// <summary>MIDI devices.</summary>
    public const string Midi = "midi";

    /// <summary>The Payment Request API.</summary>
    public const string Payment = "payment";

    /// <summary>Video in a window of its own.</summary>
    public const string PictureInPicture = "picture-in-picture";

    /// <summary>Making passkeys.</summary>
    public const string PublicKeyCredentialsCreate = "publickey-credentials-create";

    /// <summary>Signing in with passkeys.</summary>
    public const string PublicKeyCredentialsGet = "publickey-credentials-get";

    /// <summary>Keeping the screen on.</summary>
    public const string ScreenWakeLock = "screen-wake-lock";

    /// <summary>Serial ports.</summary>
    public const string Serial = "serial";

    /// <summary>Cookies of a framed page.</summary>
    public const string StorageAccess = "storage-access";

    /// <summary>Synchronous requests.</summary>
    public const string SyncXhr = "sync-xhr";

    /// <summary>Handlers of the unload event.</summary>
    public const string Unload = "unload";

    /// <summary>USB devices.</summary>
    public const string Usb = "usb";

    /// <summary>Sharing to other applications.</summary>
    public const string WebShare = "web-share";

    /// <summary>Virtual and augmented reality.</summary>
    public const string XrSpatialTracking = "xr-spatial-tracking";
}
