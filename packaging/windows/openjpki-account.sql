-- What wixl does not write, one statement a line, for the package for one account: the host's log goes with it.
INSERT INTO Directory (Directory, Directory_Parent, DefaultDir) VALUES ('HostFolder', 'LocalAppDataFolder', 'openjpki')
INSERT INTO Directory (Directory, Directory_Parent, DefaultDir) VALUES ('LogFolder', 'HostFolder', 'log')
INSERT INTO RemoveFile (FileKey, Component_, FileName, DirProperty, InstallMode) VALUES ('Remove1Logs', 'Programs', '*', 'LogFolder', 2)
INSERT INTO RemoveFile (FileKey, Component_, DirProperty, InstallMode) VALUES ('Remove2LogFolder', 'Programs', 'LogFolder', 2)
INSERT INTO RemoveFile (FileKey, Component_, DirProperty, InstallMode) VALUES ('Remove3HostFolder', 'Programs', 'HostFolder', 2)
