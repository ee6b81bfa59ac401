-- What wixl does not write, one statement a line, for the package for one account: the host's log goes with it.
INSERT INTO Directory (Directory, Directory_Parent, DefaultDir) VALUES ('HostFolder', 'LocalAppDataFolder', 'openjpki')
INSERT INTO Directory (Directory, Directory_Parent, DefaultDir) VALUES ('LogFolder', 'HostFolder', 'log')
INSERT INTO RemoveFile (FileKey, Component_, FileName, DirProperty, InstallMode) VALUES ('Logs', 'Programs', '*', 'LogFolder', 2)
INSERT INTO RemoveFile (FileKey, Component_, DirProperty, InstallMode) VALUES ('LogFolder', 'Programs', 'LogFolder', 2)
INSERT INTO RemoveFile (FileKey, Component_, DirProperty, InstallMode) VALUES ('HostFolder', 'Programs', 'HostFolder', 2)
