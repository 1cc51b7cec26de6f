MATCH (n:Entity|_Log|_Change|_Key|_Load|_Made|_Prior)
CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
